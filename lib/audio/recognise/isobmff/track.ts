import { cutOff, damaged } from '../../errors';
import type { FileBytes } from '../fileBytes';
import { descend, type Box } from './boxes';
import { soundFormat, type SoundFormat } from './sampleEntry';

/** What is read of one `trak`; for tracks without sound, only the first three. */
export interface Track {
	id: number;
	/** `soun`, `vide`, `text`, … */
	handler: string;
	timescale: number;
	format?: SoundFormat;
	/** In units of the timescale: what the sample tables add up to. */
	mediaDuration: number;
	samples: number;
	sampleBytes: number;
	/** The tables agree with each other, and hold as many entries as they declare. */
	isConsistent: boolean;
	edits: Edits;
}

/** What the edit list makes of the samples. Encoders say there which of them are only priming. */
export interface Edits {
	/** Where the one stretch that is played starts, in units of the track's timescale. */
	mediaStart: number;
	/** How long it is; undefined without a list, or where the list says "all". */
	seconds?: number;
	/**
	 * There is silence before or between (empty edits), there are several stretches, or one that
	 * cannot be: programs disagree about what to play, so that only decoding tells.
	 */
	isUnusual: boolean;
	/** How much silence comes before all stretches. */
	leadingSilenceSeconds: number;
}

/** @param movieTimescale of `mvhd`, in which edit lists count */
export async function readTrack(
	file: FileBytes,
	trak: Box,
	movieTimescale: number,
): Promise<Track> {
	const mdia = await descend(file, trak, 'mdia');
	const handlerBox = mdia && (await descend(file, mdia, 'hdlr'));
	const header = mdia && (await descend(file, mdia, 'mdhd'));
	const stbl = mdia && (await descend(file, mdia, 'minf', 'stbl'));
	const track: Track = {
		id: await trackId(file, trak),
		handler: handlerBox ? (await file.read(handlerBox.start + 8, 4)).toString('latin1') : '',
		timescale: header ? await timescaleOf(file, header) : 0,
		mediaDuration: 0,
		samples: 0,
		sampleBytes: 0,
		isConsistent: false,
		edits: { mediaStart: 0, isUnusual: false, leadingSilenceSeconds: 0 },
	};
	if (track.handler !== 'soun' || stbl === undefined) return track;
	const stsd = await descend(file, stbl, 'stsd');
	if (stsd) track.format = await soundFormat(file, stsd);
	await readSampleTables(file, stbl, track);
	track.edits = await readEditList(file, trak, movieTimescale);
	return track;
}

async function trackId(file: FileBytes, trak: Box): Promise<number> {
	const tkhd = await descend(file, trak, 'tkhd');
	if (tkhd === undefined) return 0;
	const bytes = await file.need(tkhd.start, 24, "box 'tkhd'");
	return bytes.readUInt32BE(bytes[0] === 1 ? 20 : 12);
}

/** Works for `mdhd` and `mvhd` alike: version 1 has 64-bit times before the timescale. */
export async function timescaleOf(file: FileBytes, header: Box): Promise<number> {
	const bytes = await file.need(header.start, 24, `box '${header.type}'`);
	return bytes.readUInt32BE(bytes[0] === 1 ? 20 : 12);
}

/** `stts` times, `stsz` sizes and `stco`/`co64` places (ISO/IEC 14496-12, 8.6 and 8.7). */
async function readSampleTables(file: FileBytes, stbl: Box, track: Track): Promise<void> {
	let timedSamples = 0;
	const times = await eachFullBoxEntry(
		file,
		await descend(file, stbl, 'stts'),
		4,
		8,
		(bytes, at) => {
			const samples = bytes.readUInt32BE(at);
			timedSamples += samples;
			track.mediaDuration += samples * bytes.readUInt32BE(at + 4);
		},
	);
	const sizes = await readSizes(file, stbl, track);
	let lastChunkStart = 0;
	const noteChunk = (offset: number): void => {
		lastChunkStart = Math.max(lastChunkStart, offset);
	};
	const places = [
		await eachFullBoxEntry(file, await descend(file, stbl, 'stco'), 4, 4, (bytes, at) =>
			noteChunk(bytes.readUInt32BE(at)),
		),
		await eachFullBoxEntry(file, await descend(file, stbl, 'co64'), 4, 8, (bytes, at) =>
			noteChunk(Number(bytes.readBigUInt64BE(at))),
		),
	];
	const chunks = places.reduce((sum, { entries }) => sum + entries, 0);
	if (lastChunkStart >= file.size || track.sampleBytes > file.size) {
		throw cutOff('its index lists sound that lies beyond the end of the file');
	}
	track.samples = sizes.entries;
	track.isConsistent =
		[times, sizes, ...places].every(({ isComplete }) => isComplete) &&
		timedSamples === sizes.entries &&
		(timedSamples === 0) === (chunks === 0);
}

/** How a table was read. */
interface Table {
	entries: number;
	/** It holds as many entries as it declares. */
	isComplete: boolean;
}

/** @returns how many samples `stsz` lists */
async function readSizes(file: FileBytes, stbl: Box, track: Track): Promise<Table> {
	const stsz = await descend(file, stbl, 'stsz');
	if (stsz === undefined) return { entries: 0, isComplete: false };
	const sameSize = (await file.need(stsz.start, 12, "box 'stsz'")).readUInt32BE(4);
	if (sameSize === 0) {
		return await eachFullBoxEntry(file, stsz, 8, 4, (bytes, at) => {
			track.sampleBytes += bytes.readUInt32BE(at);
		});
	}
	const samples = (await file.need(stsz.start, 12, "box 'stsz'")).readUInt32BE(8);
	track.sampleBytes = sameSize * samples;
	return { entries: samples, isComplete: true };
}

/** @param countAt where the entry count stands, from the payload's start; entries follow it */
async function eachFullBoxEntry(
	file: FileBytes,
	box: Box | undefined,
	countAt: number,
	entryBytes: number,
	visit: (bytes: Buffer, at: number) => void,
): Promise<Table> {
	if (box === undefined) return { entries: 0, isComplete: true };
	const count = (await file.need(box.start + countAt, 4, `box '${box.type}'`)).readUInt32BE(0);
	const start = box.start + countAt + 4;
	const entries = await file.eachEntry(start, box.end, entryBytes, count, visit);
	return { entries, isComplete: entries === count };
}

/** A media time that marks silence instead of a stretch of the samples. */
const EMPTY_EDIT = -1;

/**
 * Recordings have one or two entries, cut films some hundreds. FFmpeg builds its index anew for each:
 * 200,000 of them keep it busy for minutes.
 */
const MAX_EDITS = 1000;

/** `elst` (ISO/IEC 14496-12, 8.6.6). */
async function readEditList(file: FileBytes, trak: Box, movieTimescale: number): Promise<Edits> {
	const edits: Edits = { mediaStart: 0, isUnusual: false, leadingSilenceSeconds: 0 };
	const elst = await descend(file, trak, 'edts', 'elst');
	if (elst === undefined || movieTimescale === 0) return edits;
	const header = await file.need(elst.start, 8, "box 'elst'");
	const isWide = header[0] === 1;
	const entries = header.readUInt32BE(4);
	if (entries > MAX_EDITS) throw damaged(`its edit list has ${entries} entries`);
	let stretches = 0;
	const table = await eachFullBoxEntry(file, elst, 4, isWide ? 20 : 12, (bytes, at) => {
		const [length, mediaStart] = isWide
			? [Number(bytes.readBigUInt64BE(at)), Number(bytes.readBigInt64BE(at + 8))]
			: [bytes.readUInt32BE(at), bytes.readInt32BE(at + 4)];
		if (mediaStart === EMPTY_EDIT) {
			edits.isUnusual ||= length > 0;
			if (stretches === 0) edits.leadingSilenceSeconds += length / movieTimescale;
			return;
		}
		edits.isUnusual ||= mediaStart < 0;
		stretches += 1;
		edits.mediaStart = mediaStart;
		edits.seconds = length > 0 ? length / movieTimescale : undefined;
	});
	edits.isUnusual ||= stretches > 1 || !table.isComplete;
	return edits;
}
