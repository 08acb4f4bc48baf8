import { cutOff, noSound } from '../errors';
import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';

/** Every frame lasts 20 ms. Bytes of a frame by its type (RFC 4867, 5.3 and 3.6; reserved types: 1). */
const FRAME_SECONDS = 0.02;
const VARIANTS = [
	{
		magic: '#!AMR-WB\n',
		codec: 'amr_wb',
		sampleRateHz: 16000,
		frameBytes: [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1],
	},
	{
		magic: '#!AMR\n',
		codec: 'amr_nb',
		sampleRateHz: 8000,
		frameBytes: [13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1],
	},
] as const;

const variantOf = (head: Buffer): (typeof VARIANTS)[number] | undefined =>
	VARIANTS.find(({ magic }) => head.toString('latin1', 0, magic.length) === magic);

const isAmr = (head: Buffer): boolean => variantOf(head) !== undefined;

/** AMR files of phones: a magic line, then frames whose first byte tells their size. */
export const amr: Container<'amr'> = {
	formats: ['AMR'],
	fileTypes: {
		amr: { mimeType: 'audio/amr', extension: 'amr' },
	},
	demuxers: ['amr', 'amrnb', 'amrwb'],
	matches: isAmr,
	inspect: inspectAmr,
};

async function inspectAmr(file: FileBytes, start: number): Promise<Inspection<'amr'>> {
	const variant = variantOf(await file.read(start, 16)) ?? VARIANTS[1];
	let frames = 0;
	let at = start + variant.magic.length;
	while (at < file.size) {
		const [header] = await file.read(at, 1);
		at += variant.frameBytes[((header ?? 0) >> 3) & 15] ?? 1;
		frames += 1;
	}
	if (at > file.size) throw cutOff('its last frame is incomplete');
	if (frames === 0) throw noSound();
	return {
		container: 'amr',
		codec: variant.codec,
		channels: 1,
		sampleRateHz: variant.sampleRateHz,
		durationSeconds: frames * FRAME_SECONDS,
		hasVideo: false,
	};
}
