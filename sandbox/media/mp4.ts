/** ISO base media files (MP4, M4A, MOV, 3GP). Source: ISO/IEC 14496-12. */

export interface Mp4Facts {
	brand: string;
	/** `moov` precedes `mdat`. */
	isFastStart: boolean;
	/** Every top-level box ends inside the file, and there is an index. */
	isComplete: boolean;
	isFragmented: boolean;
	audioCodec?: string;
	hasVideo: boolean;
	durationSeconds?: number;
}

interface Box {
	type: string;
	/** Where the content starts and ends in the file. */
	start: number;
	end: number;
}

/** Reads the index of an MP4 file; `undefined` if the bytes are none. */
export function readMp4(bytes: Buffer): Mp4Facts | undefined {
	if (bytes.length < 12 || bytes.toString('latin1', 4, 8) !== 'ftyp') return undefined;
	const top = boxes(bytes, 0, bytes.length);
	const order = top.map((box) => box.type);
	const moov = top.find((box) => box.type === 'moov');
	const tracks =
		moov === undefined ? [] : children(bytes, moov, 'trak').map((t) => track(bytes, t));
	const audio = tracks.find((each) => each.handler === 'soun');
	const mediaAt = order.indexOf('mdat');
	return {
		brand: bytes.toString('latin1', 8, 12),
		isFastStart: moov !== undefined && (mediaAt === -1 || order.indexOf('moov') < mediaAt),
		isComplete: moov !== undefined && top.every((box) => box.end <= bytes.length),
		isFragmented: moov !== undefined && children(bytes, moov, 'mvex').length > 0,
		hasVideo: tracks.some((each) => each.handler === 'vide'),
		...(audio?.codec === undefined ? {} : { audioCodec: audio.codec }),
		...(moov === undefined || audio === undefined
			? {}
			: duration(audio, movieTimescale(bytes, moov))),
	};
}

interface Track {
	handler: string;
	codec?: string;
	timescale: number;
	/** In the track's timescale. */
	mediaDuration: number;
	/** Sum of the edit list's segments, in the movie's timescale; 0 without one. */
	editedDuration: number;
}

function track(bytes: Buffer, trak: Box): Track {
	const mdia = children(bytes, trak, 'mdia')[0];
	const hdlr = mdia && children(bytes, mdia, 'hdlr')[0];
	const mdhd = mdia && children(bytes, mdia, 'mdhd')[0];
	const stsd = mdia && descend(bytes, mdia, ['minf', 'stbl', 'stsd']);
	const elst = descend(bytes, trak, ['edts', 'elst']);
	const times = mdhd === undefined ? { timescale: 0, duration: 0 } : readTimes(bytes, mdhd);
	const codec = stsd === undefined ? '' : text(bytes, stsd.start + 12, 4);
	return {
		handler: hdlr === undefined ? '' : text(bytes, hdlr.start + 8, 4),
		...(codec === '' ? {} : { codec }),
		timescale: times.timescale,
		mediaDuration: times.duration,
		editedDuration: elst === undefined ? 0 : sumEdits(bytes, elst),
	};
}

/** What plays: the edit list (encoder priming cut off) if there is one, else the whole track. */
function duration(audio: Track, movieScale: number): { durationSeconds?: number } {
	if (audio.editedDuration > 0 && movieScale > 0) {
		return { durationSeconds: audio.editedDuration / movieScale };
	}
	if (audio.mediaDuration > 0 && audio.timescale > 0) {
		return { durationSeconds: audio.mediaDuration / audio.timescale };
	}
	return {};
}

function movieTimescale(bytes: Buffer, moov: Box): number {
	const mvhd = children(bytes, moov, 'mvhd')[0];
	return mvhd === undefined ? 0 : readTimes(bytes, mvhd).timescale;
}

/** `mvhd` and `mdhd` start alike: version, flags, two dates, timescale, duration. */
function readTimes(bytes: Buffer, box: Box): { timescale: number; duration: number } {
	const is64Bit = bytes[box.start] === 1;
	const at = box.start + (is64Bit ? 20 : 12);
	if (at + 12 > bytes.length) return { timescale: 0, duration: 0 };
	return {
		timescale: bytes.readUInt32BE(at),
		duration: is64Bit ? Number(bytes.readBigUInt64BE(at + 4)) : bytes.readUInt32BE(at + 4),
	};
}

function sumEdits(bytes: Buffer, elst: Box): number {
	const is64Bit = bytes[elst.start] === 1;
	const entrySize = is64Bit ? 20 : 12;
	let sum = 0;
	for (
		let at = elst.start + 8;
		at + entrySize <= Math.min(elst.end, bytes.length);
		at += entrySize
	) {
		const mediaTime = is64Bit ? Number(bytes.readBigInt64BE(at + 8)) : bytes.readInt32BE(at + 4);
		const isEmptyEdit = mediaTime === -1;
		if (isEmptyEdit) continue;
		sum += is64Bit ? Number(bytes.readBigUInt64BE(at)) : bytes.readUInt32BE(at);
	}
	return sum;
}

function boxes(bytes: Buffer, start: number, end: number): Box[] {
	const found: Box[] = [];
	let at = start;
	while (at + 8 <= Math.min(end, bytes.length)) {
		const short = bytes.readUInt32BE(at);
		const isLong = short === 1 && at + 16 <= bytes.length;
		const headerSize = isLong ? 16 : 8;
		const size = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? end - at : short;
		if (size < headerSize) break;
		found.push({ type: text(bytes, at + 4, 4), start: at + headerSize, end: at + size });
		at += size;
	}
	return found;
}

const children = (bytes: Buffer, parent: Box, type: string): Box[] =>
	boxes(bytes, parent.start, parent.end).filter((box) => box.type === type);

function descend(bytes: Buffer, parent: Box, path: readonly string[]): Box | undefined {
	return path.reduce<Box | undefined>((box, type) => box && children(bytes, box, type)[0], parent);
}

const text = (bytes: Buffer, at: number, length: number): string =>
	bytes.toString('latin1', at, at + length);
