import { PLATFORM_NAMES, type Platform } from '../platform';
import type { AudioFacts } from './facts';

/** What a platform takes without conversion. */
export interface PlatformRules {
	displayName: string;
	takesAsIs(facts: AudioFacts): boolean;
	/** The end of the sentence "Set 'Convert' to 'Auto', or send …". */
	takes: string;
}

/**
 * Instagram lists aac, m4a, wav and mp4 for audio, and refuses others only after the send looked fine.
 * developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api
 */
const INSTAGRAM_FORMATS = new Set(['aac/aac', 'm4a/aac', 'wav/pcm']);

export const PLATFORMS: Record<Platform, PlatformRules> = {
	instagram: {
		displayName: PLATFORM_NAMES.instagram,
		takesAsIs: ({ container, codec }) => INSTAGRAM_FORMATS.has(`${container}/${codec}`),
		takes: 'AAC in an M4A, MP4 or AAC file, or WAV',
	},
	messenger: {
		displayName: PLATFORM_NAMES.messenger,
		// Messenger publishes no list: anything with an audio type. A video would show as a video.
		takesAsIs: ({ hasVideo }) => !hasVideo,
		takes: 'a file without a video track',
	},
};

/** MIME type and file extension of what is kept, by container. */
const FILE_TYPES: Record<string, [mimeType: string, extension: string]> = {
	m4a: ['audio/mp4', 'm4a'],
	mp4: ['audio/mp4', 'mp4'],
	mov: ['audio/mp4', 'mp4'],
	'3gp': ['audio/3gpp', '3gp'],
	aac: ['audio/aac', 'aac'],
	mp3: ['audio/mpeg', 'mp3'],
	ogg: ['audio/ogg', 'ogg'],
	wav: ['audio/wav', 'wav'],
	w64: ['audio/x-w64', 'w64'],
	webm: ['audio/webm', 'webm'],
	matroska: ['audio/x-matroska', 'mka'],
	flac: ['audio/flac', 'flac'],
	amr: ['audio/amr', 'amr'],
	aiff: ['audio/aiff', 'aiff'],
	au: ['audio/basic', 'au'],
	caf: ['audio/x-caf', 'caf'],
	asf: ['audio/x-ms-wma', 'wma'],
	wavpack: ['audio/x-wavpack', 'wv'],
};

/** How the file is named when it is handed over: ASCII only, and an extension that fits its bytes. */
export function fileType(container: string): { mimeType: string; fileName: string } {
	const [mimeType, extension] = FILE_TYPES[container] ?? ['application/octet-stream', 'bin'];
	return { mimeType, fileName: `voice-note.${extension}` };
}
