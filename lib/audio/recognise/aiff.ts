import { cutOff, damaged, noSound } from '../errors';
import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';

const MAX_CHUNKS = 1000;

/** Compression types of AIFF-C; plain AIFF is PCM. */
const CODECS: Record<string, string> = {
	NONE: 'pcm',
	sowt: 'pcm',
	twos: 'pcm',
	in24: 'pcm',
	in32: 'pcm',
	fl32: 'pcm',
	FL32: 'pcm',
	fl64: 'pcm',
	ulaw: 'mulaw',
	ULAW: 'mulaw',
	alaw: 'alaw',
	ALAW: 'alaw',
	ima4: 'adpcm',
};

const isAiff = (head: Buffer): boolean =>
	head.toString('latin1', 0, 4) === 'FORM' && /^AIF[FC]$/.test(head.toString('latin1', 8, 12));

/** AIFF and AIFF-C: `COMM` counts the sample frames, `SSND` holds them. */
export const aiff: Container<'aiff'> = {
	formats: ['AIFF'],
	fileTypes: {
		aiff: { mimeType: 'audio/aiff', extension: 'aiff' },
	},
	demuxers: ['aiff'],
	matches: isAiff,
	inspect: inspectAiff,
};

async function inspectAiff(file: FileBytes, start: number): Promise<Inspection<'aiff'>> {
	const isCompressed = (await file.need(start, 12, 'its header')).readUInt8(11) === 0x43;
	let facts: Inspection<'aiff'> | undefined;
	let hasSound = false;
	let at = start + 12;
	for (let count = 0; count < MAX_CHUNKS && at + 8 <= file.size; count += 1) {
		const header = await file.need(at, 8, 'its header');
		const id = header.toString('latin1', 0, 4);
		const size = header.readUInt32BE(4);
		const body = at + 8;
		if (body + size > file.size) {
			throw cutOff(`its chunk '${id}' ends ${body + size - file.size} bytes after the file does`);
		}
		if (id === 'COMM') facts = readCommon(await file.read(body, 22), isCompressed);
		if (id === 'SSND') hasSound = size > 8;
		at = body + size + (size % 2);
	}
	if (facts === undefined) throw damaged("its 'COMM' chunk is missing");
	if (!hasSound) throw noSound();
	return facts;
}

function readCommon(bytes: Buffer, isCompressed: boolean): Inspection<'aiff'> {
	const sampleFrames = bytes.readUInt32BE(2);
	const sampleRateHz = extendedFloat(bytes.subarray(8, 18));
	const compression = isCompressed ? bytes.toString('latin1', 18, 22) : 'NONE';
	const codec = CODECS[compression] ?? 'unknown';
	return {
		container: 'aiff',
		codec,
		channels: bytes.readUInt16BE(0),
		sampleRateHz,
		hasVideo: false,
		// IMA counts packets of 64 samples here, and others what they like.
		...(sampleRateHz > 0 &&
			sampleFrames > 0 &&
			codec !== 'adpcm' &&
			codec !== 'unknown' && { durationSeconds: sampleFrames / sampleRateHz }),
	};
}

/** An 80-bit IEEE 754 number: 1 bit sign, 15 exponent, 64 mantissa with its integer bit. */
function extendedFloat(bytes: Buffer): number {
	const exponent = (bytes.readUInt16BE(0) & 0x7fff) - 16383 - 63;
	const value = Number(bytes.readBigUInt64BE(2)) * 2 ** exponent;
	return Number.isFinite(value) ? value : 0;
}
