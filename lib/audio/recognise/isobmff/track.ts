import { cutOff } from '../../errors';
import type { FileBytes } from '../fileBytes';
import { descend } from './boxes';
import type { Box } from './boxes';
import { soundFormat } from './sampleEntry';
import type { SoundFormat } from './sampleEntry';

/** One `trak`, as far as a sound track's fate depends on it. */
export interface Track {
	id: number;
	/** `soun`, `vide`, `text`, … */
	handler: string;
	timescale: number;
	format?: SoundFormat;
	/** In units of the timescale: what the sample tables add up to. */
	mediaDuration: number;
	/** What the edit list takes away at the start (encoder priming), in units of the timescale. */
	mediaStart: number;
	/** What the edit list plays, in seconds; undefined without one, or where it says "all". */
	editSeconds?: number;
	sampleBytes: number;
	/** The tables agree with each other. */
	isConsistent: boolean;
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
		mediaStart: 0,
		sampleBytes: 0,
		isConsistent: false,
	};
	if (track.handler !== 'soun' || stbl === undefined) return track;
	const stsd = await descend(file, stbl, 'stsd');
	if (stsd) track.format = await soundFormat(file, stsd);
	await readSampleTables(file, stbl, track);
	await readEditList(file, trak, movieTimescale, track);
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
	await eachFullBoxEntry(file, await descend(file, stbl, 'stts'), 4, 8, (bytes, at) => {
		const samples = bytes.readUInt32BE(at);
		timedSamples += samples;
		track.mediaDuration += samples * bytes.readUInt32BE(at + 4);
	});
	const sizedSamples = await readSizes(file, stbl, track);
	let lastChunkStart = 0;
	const noteChunk = (offset: number): void => {
		lastChunkStart = Math.max(lastChunkStart, offset);
	};
	const chunks =
		(await eachFullBoxEntry(file, await descend(file, stbl, 'stco'), 4, 4, (bytes, at) =>
			noteChunk(bytes.readUInt32BE(at)),
		)) +
		(await eachFullBoxEntry(file, await descend(file, stbl, 'co64'), 4, 8, (bytes, at) =>
			noteChunk(Number(bytes.readBigUInt64BE(at))),
		));
	if (lastChunkStart >= file.size || track.sampleBytes > file.size) {
		throw cutOff('its index lists sound that lies beyond the end of the file');
	}
	track.isConsistent = timedSamples === sizedSamples && (timedSamples === 0) === (chunks === 0);
}

/** @returns how many samples `stsz` lists */
async function readSizes(file: FileBytes, stbl: Box, track: Track): Promise<number> {
	const stsz = await descend(file, stbl, 'stsz');
	if (stsz === undefined) return -1;
	const sameSize = (await file.need(stsz.start, 12, "box 'stsz'")).readUInt32BE(4);
	if (sameSize === 0) {
		return await eachFullBoxEntry(file, stsz, 8, 4, (bytes, at) => {
			track.sampleBytes += bytes.readUInt32BE(at);
		});
	}
	const samples = (await file.need(stsz.start, 12, "box 'stsz'")).readUInt32BE(8);
	track.sampleBytes = sameSize * samples;
	return samples;
}

/** @param countAt where the entry count stands, from the payload's start; entries follow it */
async function eachFullBoxEntry(
	file: FileBytes,
	box: Box | undefined,
	countAt: number,
	entryBytes: number,
	visit: (bytes: Buffer, at: number) => void,
): Promise<number> {
	if (box === undefined) return 0;
	const count = (await file.need(box.start + countAt, 4, `box '${box.type}'`)).readUInt32BE(0);
	return await file.eachEntry(box.start + countAt + 4, box.end, entryBytes, count, visit);
}

/** `elst` (ISO/IEC 14496-12, 8.6.6): encoders say there which samples are only priming. */
async function readEditList(
	file: FileBytes,
	trak: Box,
	movieTimescale: number,
	track: Track,
): Promise<void> {
	const elst = await descend(file, trak, 'edts', 'elst');
	if (elst === undefined || movieTimescale === 0) return;
	const isWide = (await file.need(elst.start, 1, "box 'elst'"))[0] === 1;
	let units = 0;
	await eachFullBoxEntry(file, elst, 4, isWide ? 20 : 12, (bytes, at) => {
		const [length, mediaStart] = isWide
			? [Number(bytes.readBigUInt64BE(at)), Number(bytes.readBigInt64BE(at + 8))]
			: [bytes.readUInt32BE(at), bytes.readInt32BE(at + 4)];
		if (mediaStart < 0) return; // an empty edit: nothing of the track is played
		units += length;
		track.mediaStart = mediaStart;
	});
	if (units > 0) track.editSeconds = units / movieTimescale;
}
