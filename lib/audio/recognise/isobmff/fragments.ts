import type { FileBytes } from '../fileBytes';
import { boxes, descend, type Box } from './boxes';

/** What the fragments of one track add up to. */
export interface FragmentTotals {
	samples: number;
	/** In units of the track's timescale. */
	duration: number;
	bytes: number;
}

/** Defaults of `trex` or `tfhd` for samples that do not say it themselves. */
interface SampleDefaults {
	duration: number;
	size: number;
}

/** `trex` (ISO/IEC 14496-12, 8.8.3) of one track. */
export async function fragmentDefaults(
	file: FileBytes,
	mvex: Box,
	trackId: number,
): Promise<SampleDefaults> {
	for await (const trex of boxes(file, mvex.start, mvex.end)) {
		if (trex.type !== 'trex') continue;
		const bytes = await file.need(trex.start, 24, "box 'trex'");
		if (bytes.readUInt32BE(4) === trackId) {
			return { duration: bytes.readUInt32BE(12), size: bytes.readUInt32BE(16) };
		}
	}
	return { duration: 0, size: 0 };
}

/** Adds one `moof`'s samples of one track to the totals. */
export async function addFragment(
	file: FileBytes,
	moof: Box,
	trackId: number,
	defaults: SampleDefaults,
	totals: FragmentTotals,
): Promise<void> {
	for await (const traf of boxes(file, moof.start, moof.end)) {
		if (traf.type !== 'traf') continue;
		const tfhd = await descend(file, traf, 'tfhd');
		if (tfhd === undefined) continue;
		const header = await file.read(tfhd.start, Math.min(tfhd.end - tfhd.start, 64));
		if (header.readUInt32BE(4) !== trackId) continue;
		const own = fragmentHeaderDefaults(header, defaults);
		for await (const trun of boxes(file, traf.start, traf.end)) {
			if (trun.type === 'trun') await addRun(file, trun, own, totals);
		}
	}
}

/** `tfhd` (8.8.7): optional fields in the order of their flags. */
function fragmentHeaderDefaults(header: Buffer, inherited: SampleDefaults): SampleDefaults {
	const flags = header.readUInt32BE(0) & 0xffffff;
	let at = 8;
	if (flags & 0x01) at += 8; // base data offset
	if (flags & 0x02) at += 4; // sample description index
	const own = { ...inherited };
	if (flags & 0x08) {
		own.duration = header.readUInt32BE(at);
		at += 4;
	}
	if (flags & 0x10) own.size = header.readUInt32BE(at);
	return own;
}

/** `trun` (8.8.8): each sample has those of duration, size, flags and composition offset that are flagged. */
async function addRun(
	file: FileBytes,
	trun: Box,
	defaults: SampleDefaults,
	totals: FragmentTotals,
): Promise<void> {
	const header = await file.need(trun.start, 8, "box 'trun'");
	const flags = header.readUInt32BE(0) & 0xffffff;
	const samples = header.readUInt32BE(4);
	const entriesStart = trun.start + 8 + (flags & 0x01 ? 4 : 0) + (flags & 0x04 ? 4 : 0);
	const hasDuration = (flags & 0x100) !== 0;
	const hasSize = (flags & 0x200) !== 0;
	const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
	totals.samples += samples;
	if (!hasDuration) totals.duration += defaults.duration * samples;
	if (!hasSize) totals.bytes += defaults.size * samples;
	if (fields === 0) return;
	await file.eachEntry(entriesStart, trun.end, fields * 4, samples, (bytes, at) => {
		if (hasDuration) totals.duration += bytes.readUInt32BE(at);
		if (hasSize) totals.bytes += bytes.readUInt32BE(at + (hasDuration ? 4 : 0));
	});
}
