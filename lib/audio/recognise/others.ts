import type { Inspection } from '../facts';
import type { FileBytes } from './fileBytes';

/** Containers that are rare among voice notes: FFmpeg reads them, and decoding tells their length. */
const MAGICS: ReadonlyArray<{ container: string; magic: RegExp; hasVideo: boolean }> = [
	{ container: 'au', magic: /^\.snd/, hasVideo: false },
	{ container: 'w64', magic: /^riff\x2e\x91\xcf\x11/, hasVideo: false },
	{ container: 'wavpack', magic: /^wvpk/, hasVideo: false },
	{ container: 'avi', magic: /^RIFF[^]{4}AVI /, hasVideo: true },
	{ container: 'flv', magic: /^FLV\x01/, hasVideo: true },
	{ container: 'mpeg', magic: /^\0\0\x01\xba/, hasVideo: true },
	{ container: 'mpegts', magic: /^G[^]{187}G[^]{187}G/, hasVideo: true },
];

const kindOf = (head: Buffer): (typeof MAGICS)[number] | undefined => {
	const start = head.toString('latin1', 0, 400);
	return MAGICS.find(({ magic }) => magic.test(start));
};

export const isOther = (head: Buffer): boolean => kindOf(head) !== undefined;

export async function inspectOther(file: FileBytes, start: number): Promise<Inspection> {
	const kind = kindOf(await file.read(start, 400));
	return {
		container: kind?.container ?? 'unknown',
		codec: 'unknown',
		hasVideo: kind?.hasVideo ?? false,
	};
}
