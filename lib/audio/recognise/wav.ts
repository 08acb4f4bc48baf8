import { cutOff, damaged, noSound } from '../errors';
import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';

/** Format tags of RFC 2361 and mmreg.h. */
const CODECS: Record<number, string> = {
	0x0001: 'pcm',
	0x0002: 'adpcm',
	0x0003: 'pcm',
	0x0006: 'alaw',
	0x0007: 'mulaw',
	0x0011: 'adpcm',
	0x0031: 'gsm',
	0x0050: 'mp2',
	0x0055: 'mp3',
	0x00ff: 'aac',
};
const EXTENSIBLE = 0xfffe;

/** Here each block holds one sample of every channel. */
const ONE_SAMPLE_BLOCKS = new Set(['pcm', 'alaw', 'mulaw']);

/**
 * Programs that write to a pipe cannot know the size: FFmpeg leaves 0xffffffff, SoX 0x7ffff000, others 0.
 * No file that is accepted here reaches 2 GB, so anything from there on says "unknown".
 */
const UNKNOWN_FROM = 0x7fff0000;

/** Some programs count the header in. So few bytes of sound cannot be heard missing. */
const TOLERATED_MISSING_BYTES = 64;

const MAX_CHUNKS = 1000;

const isWav = (head: Buffer): boolean =>
	/^(RIFF|RF64|BW64)$/.test(head.toString('latin1', 0, 4)) &&
	head.toString('latin1', 8, 12) === 'WAVE';

interface Format {
	codec: string;
	channels: number;
	sampleRateHz: number;
	blockBytes: number;
	/** Per channel. Undefined where blocks hold as many as they like. */
	samplesPerBlock?: number;
}

/** WAV, also RF64 and streams whose size was never filled in. */
export const wav: Container<'wav'> = {
	formats: ['WAV'],
	fileTypes: {
		wav: { mimeType: 'audio/wav', extension: 'wav' },
	},
	demuxers: ['wav'],
	matches: isWav,
	inspect: inspectWav,
};

async function inspectWav(file: FileBytes, start: number): Promise<Inspection<'wav'>> {
	let format: Format | undefined;
	let wideDataBytes: number | undefined;
	let at = start + 12;
	for (let count = 0; count < MAX_CHUNKS; count += 1) {
		const header = await file.need(at, 8, 'its header');
		const id = header.toString('latin1', 0, 4);
		const size = header.readUInt32LE(4);
		const body = at + 8;
		if (id === 'fmt ') format = readFormat(await file.need(body, Math.min(size, 40), 'its header'));
		if (id === 'ds64')
			wideDataBytes = Number((await file.need(body, 16, 'its header')).readBigUInt64LE(8));
		if (id === 'data') {
			if (format === undefined) throw damaged("its 'fmt ' chunk is missing");
			const declared = size === 0xffffffff ? (wideDataBytes ?? size) : size;
			return withData(file, format, body, declared);
		}
		at = body + size + (size % 2);
	}
	throw damaged("it has no 'data' chunk");
}

function readFormat(bytes: Buffer): Format {
	const tag = bytes.readUInt16LE(0);
	const codecTag = tag === EXTENSIBLE ? bytes.readUInt16LE(24) : tag;
	return {
		codec: CODECS[codecTag] ?? 'unknown',
		channels: bytes.readUInt16LE(2),
		sampleRateHz: bytes.readUInt32LE(4),
		blockBytes: bytes.readUInt16LE(12),
		samplesPerBlock: samplesPerBlock(CODECS[codecTag], bytes),
	};
}

/** Not from the byte rate in the header: decoders do not look at it, and some writers get it wrong. */
function samplesPerBlock(codec: string | undefined, bytes: Buffer): number | undefined {
	if (codec === undefined) return undefined;
	if (ONE_SAMPLE_BLOCKS.has(codec)) return 1;
	// ADPCM says it in the first field of its extension.
	return codec === 'adpcm' && bytes.length >= 20 ? bytes.readUInt16LE(18) : undefined;
}

function withData(
	file: FileBytes,
	format: Format,
	dataStart: number,
	declaredBytes: number,
): Inspection<'wav'> {
	const present = Math.max(0, file.size - dataStart);
	if (present === 0 && (declaredBytes === 0 || declaredBytes >= UNKNOWN_FROM)) throw noSound();
	const isUnknown = declaredBytes === 0 || declaredBytes >= UNKNOWN_FROM;
	if (!isUnknown && declaredBytes - present > TOLERATED_MISSING_BYTES) {
		throw cutOff(`${declaredBytes - present} of ${declaredBytes} bytes of sound are missing`);
	}
	const audioBytes = isUnknown ? present : Math.min(present, declaredBytes);
	const { blockBytes, samplesPerBlock, ...facts } = format;
	const samples = (audioBytes / blockBytes) * (samplesPerBlock ?? 0);
	const seconds = samples / format.sampleRateHz;
	return {
		container: 'wav',
		...facts,
		audioBytes,
		hasVideo: false,
		...(Number.isFinite(seconds) && seconds > 0 && { durationSeconds: seconds }),
	};
}
