/** What a file is: how it is called and declared from here on. */
export interface MediaType {
	mimeType: string;
	extension: string;
}

type Kind = 'audio' | 'video';

interface Magic {
	/** Of the first bytes, one character a byte. */
	pattern: RegExp;
	type: MediaType | Readonly<Record<Kind, MediaType>>;
}

const type = (mimeType: string, extension: string): MediaType => ({ mimeType, extension });

/**
 * The first bytes of what Meta delivers and gateways may pass on.
 * https://mimesniff.spec.whatwg.org/, ISO/IEC 14496-12 (`ftyp`), ISO/IEC 13818-7 (ADTS)
 */
const MAGICS: readonly Magic[] = [
	{
		pattern: /^....ftyp/s,
		type: { audio: type('audio/mp4', 'm4a'), video: type('video/mp4', 'mp4') },
	},
	{ pattern: /^OggS/, type: { audio: type('audio/ogg', 'ogg'), video: type('video/ogg', 'ogv') } },
	{
		pattern: /^\x1a\x45\xdf\xa3/,
		type: { audio: type('audio/webm', 'webm'), video: type('video/webm', 'webm') },
	},
	{ pattern: /^RIFF....WAVE/s, type: type('audio/wav', 'wav') },
	{ pattern: /^RIFF....WEBP/s, type: type('image/webp', 'webp') },
	{ pattern: /^RIFF....AVI /s, type: type('video/x-msvideo', 'avi') },
	{ pattern: /^fLaC/, type: type('audio/flac', 'flac') },
	{ pattern: /^#!AMR/, type: type('audio/amr', 'amr') },
	{ pattern: /^caff/, type: type('audio/x-caf', 'caf') },
	{ pattern: /^\xff[\xf0\xf1\xf8\xf9]/, type: type('audio/aac', 'aac') },
	{ pattern: /^(ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/, type: type('audio/mpeg', 'mp3') },
	{ pattern: /^\xff\xd8\xff/, type: type('image/jpeg', 'jpg') },
	{ pattern: /^\x89PNG\r\n\x1a\n/, type: type('image/png', 'png') },
	{ pattern: /^GIF8[79]a/, type: type('image/gif', 'gif') },
	{ pattern: /^%PDF-/, type: type('application/pdf', 'pdf') },
];

const UNKNOWN: MediaType = type('application/octet-stream', 'bin');

/**
 * Says what a file is by its first bytes; names and declared types are hearsay.
 * @param isAudio decides for containers that hold sound with or without pictures
 */
export function mediaTypeOf(bytes: Buffer, isAudio: boolean): MediaType {
	const head = bytes.toString('latin1', 0, 16);
	const found = MAGICS.find(({ pattern }) => pattern.test(head))?.type;
	if (found === undefined) return UNKNOWN;
	return 'audio' in found ? found[isAudio ? 'audio' : 'video'] : found;
}

/** Meta's media host answers a page to clients it does not know, with status 200. */
export const isWebPage = (bytes: Buffer): boolean =>
	/^\s*<(!doctype|html|head|script)/i.test(bytes.toString('latin1', 0, 64));
