import { MAX_ATTACHMENT_BYTES } from '../sizes';
import { MAX_INPUT_BYTES } from './limits';

/** `voiceNote`: AAC-LC in an M4A, for Meta. `wav`: what speech-to-text takes. */
export type OutputFormat = 'voiceNote' | 'wav';

interface OutputRules {
	sampleRateHz: number;
	/** Of what a file of it may be. */
	maxBytes: number;
	/** Where the format leaves no choice: 16,000 samples of 16 bits. */
	fixedKbps?: number;
}

/**
 * What files of each format are like; all have one channel.
 *
 * Speech recognition works at 16 kHz: Whisper resamples what it gets to that (github.com/openai/whisper,
 * audio.py, `SAMPLE_RATE`), Google and Azure recommend it.
 */
export const OUTPUT_FORMATS: Readonly<Record<OutputFormat, OutputRules>> = {
	voiceNote: { sampleRateHz: 48000, maxBytes: MAX_ATTACHMENT_BYTES },
	wav: { sampleRateHz: 16000, maxBytes: MAX_INPUT_BYTES, fixedKbps: 256 },
};
