import { aacConfig } from '../aacConfig';
import type { FileBytes } from '../fileBytes';
import { boxes, type Box } from './boxes';

/** What a sound track's first sample entry says. */
export interface SoundFormat {
	codec: string;
	aacProfile?: 'lc' | 'other';
	channels?: number;
	sampleRateHz?: number;
	isProtected: boolean;
}

/** Sample entry types (mp4ra.org) by our codec names. */
const CODECS: Record<string, string> = {
	mp4a: 'aac',
	alac: 'alac',
	samr: 'amr_nb',
	sawb: 'amr_wb',
	Opus: 'opus',
	fLaC: 'flac',
	'.mp3': 'mp3',
	'ac-3': 'ac3',
	'ec-3': 'eac3',
	'ac-4': 'ac4',
	dtsc: 'dts',
	dtsh: 'dts',
	mha1: 'mpegh',
	mhm1: 'mpegh',
	sqcp: 'qcelp',
	Qclp: 'qcelp',
	sevc: 'evrc',
	QDM2: 'qdm2',
	ima4: 'adpcm',
	agsm: 'gsm',
	sowt: 'pcm',
	twos: 'pcm',
	lpcm: 'pcm',
	ipcm: 'pcm',
	fpcm: 'pcm',
	in24: 'pcm',
	raw: 'pcm',
	ulaw: 'mulaw',
	alaw: 'alaw',
};

/** Encrypted (ISO/IEC 23001-7), iTunes, Audible (AAX). */
const PROTECTED = new Set(['enca', 'drms', 'aavd']);

/** Object type indications of ISO/IEC 14496-1 that share `mp4a`. */
const MPEG4_AUDIO = 0x40;
const OBJECT_TYPES: Record<number, string> = {
	[MPEG4_AUDIO]: 'aac',
	0x66: 'aac',
	0x67: 'aac',
	0x68: 'aac',
	0x69: 'mp3',
	0x6b: 'mp3',
};

/** Bytes of an AudioSampleEntry before its child boxes; QuickTime versions 1 and 2 are longer. */
const ENTRY_BYTES = [28, 44, 64];

/** Reads the one sample entry of an `stsd` box; several entries mean a changing configuration. */
export async function soundFormat(file: FileBytes, stsd: Box): Promise<SoundFormat> {
	const entryCount = (await file.need(stsd.start, 8, "box 'stsd'")).readUInt32BE(4);
	for await (const entry of boxes(file, stsd.start + 8, stsd.end)) {
		const codec = CODECS[entry.type.trim()] ?? 'unknown';
		const isProtected = PROTECTED.has(entry.type);
		if (entry.end - entry.start < 28) return { codec, isProtected };
		const fields = await file.need(entry.start, 28, "box 'stsd'");
		const format: SoundFormat = {
			codec,
			isProtected,
			channels: fields.readUInt16BE(16),
			sampleRateHz: fields.readUInt16BE(24),
		};
		if (entry.type !== 'mp4a') return format;
		const childrenStart = entry.start + (ENTRY_BYTES[fields.readUInt16BE(8)] ?? 28);
		for await (const child of boxes(file, childrenStart, entry.end)) {
			if (child.type !== 'esds') continue;
			Object.assign(format, await elementaryStream(file, child));
			if (entryCount !== 1) format.aacProfile = 'other';
			break;
		}
		return format;
	}
	return { codec: 'unknown', isProtected: false };
}

const ES_DESCRIPTOR = 3;
const DECODER_CONFIG = 4;
const DECODER_SPECIFIC_INFO = 5;

/** The `esds` box (ISO/IEC 14496-1, 7.2.6): object type and AudioSpecificConfig. */
async function elementaryStream(file: FileBytes, esds: Box): Promise<Partial<SoundFormat>> {
	const bytes = await file.read(esds.start, Math.min(esds.end - esds.start, 512));
	const stream = descriptor(bytes, 4);
	if (stream?.tag !== ES_DESCRIPTOR) return { aacProfile: 'other' };
	const flags = bytes.readUInt8(stream.start + 2);
	let at = stream.start + 3;
	if (flags & 0x80) at += 2;
	if (flags & 0x40) at += 1 + bytes.readUInt8(at);
	if (flags & 0x20) at += 2;
	const decoder = descriptor(bytes, at);
	if (decoder?.tag !== DECODER_CONFIG) return { aacProfile: 'other' };
	const objectType = bytes.readUInt8(decoder.start);
	const codec = OBJECT_TYPES[objectType] ?? 'unknown';
	const info = descriptor(bytes, decoder.start + 13);
	if (objectType !== MPEG4_AUDIO || info?.tag !== DECODER_SPECIFIC_INFO) {
		return codec === 'aac' ? { codec, aacProfile: 'other' } : { codec };
	}
	return aacConfig(bytes.subarray(info.start, info.end));
}

function descriptor(
	bytes: Buffer,
	at: number,
): { tag: number; start: number; end: number } | undefined {
	let position = at + 1;
	let size = 0;
	for (let count = 0; count < 4; count += 1) {
		if (position >= bytes.length) return undefined;
		const byte = bytes.readUInt8(position);
		position += 1;
		size = (size << 7) | (byte & 0x7f);
		if ((byte & 0x80) === 0) {
			return { tag: bytes.readUInt8(at), start: position, end: position + size };
		}
	}
	return undefined;
}
