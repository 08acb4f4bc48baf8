import { cutOff } from '../errors';
import { HEAD_BYTES, type Container, type Inspection } from './container';
import type { FileBytes } from './fileBytes';

/** kbit/s by bitrate index (ISO/IEC 11172-3, 2.4.2.3; 13818-3, 2.4.2.3). */
const LAYER_III_MPEG1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const LAYER_III_MPEG2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const LAYER_II_MPEG1 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
const SAMPLE_RATES_HZ = [44100, 48000, 32000];

interface Frame {
	bytes: number;
	samples: number;
	sampleRateHz: number;
	channels: number;
	layer: 2 | 3;
	isMpeg1: boolean;
}

function frameAt(bytes: Buffer, at: number): Frame | undefined {
	if (at + 4 > bytes.length) return undefined;
	const header = bytes.readUInt32BE(at);
	const version = (header >>> 19) & 3; // 0: MPEG 2.5, 2: MPEG 2, 3: MPEG 1
	const layer = 4 - ((header >>> 17) & 3);
	const baseRateHz = SAMPLE_RATES_HZ[(header >>> 10) & 3];
	if (header >>> 21 !== 0x7ff || version === 1 || (layer !== 2 && layer !== 3)) return undefined;
	const isMpeg1 = version === 3;
	const table =
		layer === 2 && isMpeg1 ? LAYER_II_MPEG1 : isMpeg1 ? LAYER_III_MPEG1 : LAYER_III_MPEG2;
	const kbps = table[(header >>> 12) & 15];
	if (!kbps || baseRateHz === undefined) return undefined;
	const sampleRateHz = isMpeg1 ? baseRateHz : baseRateHz / (version === 2 ? 2 : 4);
	const samples = layer === 3 && !isMpeg1 ? 576 : 1152;
	return {
		bytes: Math.floor((samples * kbps * 125) / sampleRateHz) + ((header >>> 9) & 1),
		samples,
		sampleRateHz,
		channels: ((header >>> 6) & 3) === 3 ? 1 : 2,
		layer,
		isMpeg1,
	};
}

/** Where three frames of one kind follow each other; eleven set bits alone mean nothing. */
function firstFrameIn(head: Buffer): number {
	for (let at = head.indexOf(0xff); at >= 0; at = head.indexOf(0xff, at + 1)) {
		if (isChain(head, at)) return at;
	}
	return -1;
}

function isChain(head: Buffer, start: number): boolean {
	const first = frameAt(head, start);
	if (first === undefined) return false;
	let at = start + first.bytes;
	for (let count = 0; count < 2; count += 1) {
		if (at + 4 > head.length) return start === 0;
		const next = frameAt(head, at);
		if (next?.sampleRateHz !== first.sampleRateHz || next.layer !== first.layer) return false;
		at += next.bytes;
	}
	return true;
}

const isMp3 = (head: Buffer, atOnce = false): boolean => {
	const at = firstFrameIn(head);
	return atOnce ? at === 0 : at >= 0;
};

/** MP3 (and MP2). Its length is known only where the encoder left a Xing, Info or VBRI header. */
export const mp3: Container<'mp3'> = {
	formats: ['MP3'],
	fileTypes: {
		mp3: { mimeType: 'audio/mpeg', extension: 'mp3' },
	},
	demuxers: ['mp3'],
	matches: isMp3,
	inspect: inspectMp3,
};

async function inspectMp3(file: FileBytes, tagsEnd: number): Promise<Inspection<'mp3'>> {
	const head = await file.read(tagsEnd, HEAD_BYTES);
	const offset = Math.max(0, firstFrameIn(head));
	const start = tagsEnd + offset;
	const frame = frameAt(head, offset);
	const facts: Inspection<'mp3'> = {
		container: 'mp3',
		codec: frame?.layer === 2 ? 'mp2' : 'mp3',
		channels: frame?.channels,
		sampleRateHz: frame?.sampleRateHz,
		hasVideo: false,
	};
	if (frame === undefined) return facts;
	facts.isChained = await changesOnTheWay(file, start, frame);
	const summary = encoderSummary(await file.read(start, 512), frame);
	// Of joined files, the header tells how long the first one is.
	if (summary === undefined || facts.isChained) return facts;
	const missingBytes = start + (summary.bytes ?? 0) - file.size;
	// Encoders differ in whether they count the header frame itself and an ID3v1 tag (128 bytes).
	if (missingBytes > frame.bytes + 128) {
		throw cutOff(
			`${missingBytes} of the ${summary.bytes} bytes that its header promises are missing`,
		);
	}
	if (summary.frames > 0) {
		const samples = Math.max(0, summary.frames * frame.samples - summary.paddingSamples);
		facts.durationSeconds = samples / frame.sampleRateHz;
	}
	return facts;
}

/**
 * Whether the rate or the number of channels changes, as where files were joined end to end. Between
 * them may stand tags and padding.
 */
async function changesOnTheWay(file: FileBytes, start: number, first: Frame): Promise<boolean> {
	let at = start;
	while (at < file.size) {
		const frame = frameAt(await file.read(at, 4), 0);
		if (frame === undefined) {
			const found = await nextFrames(file, at + 1);
			if (found === undefined) return false;
			at = found;
			continue;
		}
		if (frame.sampleRateHz !== first.sampleRateHz || frame.channels !== first.channels) return true;
		at += frame.bytes;
	}
	return false;
}

/** Where three frames follow each other again. */
async function nextFrames(file: FileBytes, from: number): Promise<number | undefined> {
	for (let at = from; at < file.size; at += HEAD_BYTES / 2) {
		const found = firstFrameIn(await file.read(at, HEAD_BYTES));
		if (found >= 0) return at + found;
	}
	return undefined;
}

interface EncoderSummary {
	frames: number;
	bytes?: number;
	paddingSamples: number;
}

/** Xing/Info behind the side information, or VBRI at a fixed place (Fraunhofer). */
function encoderSummary(bytes: Buffer, frame: Frame): EncoderSummary | undefined {
	const sideInformation = frame.isMpeg1 ? [17, 32] : [9, 17];
	const at = 4 + (sideInformation[frame.channels - 1] ?? 0);
	const mark = bytes.toString('latin1', at, at + 4);
	if (mark === 'Xing' || mark === 'Info') return xingSummary(bytes, at);
	if (bytes.toString('latin1', 36, 40) === 'VBRI') {
		return { bytes: bytes.readUInt32BE(46), frames: bytes.readUInt32BE(50), paddingSamples: 0 };
	}
	return undefined;
}

function xingSummary(bytes: Buffer, xingAt: number): EncoderSummary {
	const flags = bytes.readUInt32BE(xingAt + 4);
	let at = xingAt + 8;
	const field = (flag: number): number | undefined => {
		if ((flags & flag) === 0) return undefined;
		at += 4;
		return bytes.readUInt32BE(at - 4);
	};
	const frames = field(1) ?? 0;
	const size = field(2);
	if (flags & 4) at += 100; // seek table
	if (flags & 8) at += 4; // quality
	// The LAME tag: 21 bytes on stand 12 bits each of encoder delay and end padding.
	const hasLameTag = /^(LAME|Lavf|Lavc)/.test(bytes.toString('latin1', at, at + 4));
	const delays = hasLameTag ? bytes.readUIntBE(at + 21, 3) : 0;
	return { frames, bytes: size, paddingSamples: (delays >> 12) + (delays & 0xfff) };
}
