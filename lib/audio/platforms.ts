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

/** How a file is named to Meta: in ASCII, with the extension that fits its bytes. */
export const nameVoiceNote = ({
	fileType: { mimeType, extension },
}: AudioFacts): { mimeType: string; fileName: string } => ({
	mimeType,
	fileName: `voice-note.${extension}`,
});
