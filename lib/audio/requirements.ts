import { MAX_ATTACHMENT_BYTES } from '../sizes';
import type { AudioFacts } from './facts';
import { OUTPUT_FORMATS, type OutputFormat } from './outputFormats';

/** Something a file must have to be a voice note, and why it is not one without. */
interface Requirement {
	holds(facts: AudioFacts): boolean;
	otherwise: string;
}

/** Brands of plain MP4 and M4A; others may promise features that a voice note does not have. */
const PLAIN_BRANDS = /^(M4A |M4B |mp4[12]|isom|iso[2-9])$/;

/**
 * Rates that may be kept. At 24 kHz and below, HE-AAC can hide in a stream that calls itself AAC-LC,
 * and nothing confirms that Meta plays other rates: those are encoded to 48 kHz, at no audible loss.
 */
const KEPT_RATES_HZ = new Set([44100, 48000]);

/** AAC frames that can go to Meta as they are, in whatever container. */
const GOOD_AAC: readonly Requirement[] = [
	{ holds: (f) => f.codec === 'aac', otherwise: 'the codec is not AAC' },
	{ holds: (f) => f.aacProfile === 'lc', otherwise: 'the AAC profile is not LC' },
	{
		holds: (f) => f.channels === 1 || f.channels === 2,
		otherwise: 'it has more than two channels',
	},
	{ holds: (f) => KEPT_RATES_HZ.has(f.sampleRateHz ?? 0), otherwise: 'its sample rate is unusual' },
	{ holds: (f) => f.durationSeconds !== undefined, otherwise: 'its length is unknown' },
	{
		// Behind the sound come tables of a few percent, which shrink when they are written anew.
		holds: (f) =>
			Math.min(f.sizeBytes, (f.audioBytes ?? f.sizeBytes) / 0.97) <= MAX_ATTACHMENT_BYTES,
		otherwise: 'it is too large',
	},
	{
		holds: (f) => f.container === 'aac' || f.mp4 !== undefined,
		otherwise: 'the container is not MP4 or ADTS',
	},
];

/** A file with good AAC that needs no new container either. */
const READY_M4A: readonly Requirement[] = [
	{ holds: (f) => f.mp4 !== undefined, otherwise: 'raw AAC needs a container' },
	{ holds: (f) => f.mp4?.trackCount === 1, otherwise: 'it has other tracks besides the sound' },
	{ holds: (f) => f.mp4?.isFragmented === false, otherwise: 'it is fragmented' },
	{ holds: (f) => f.mp4?.isMoovBeforeMdat === true, otherwise: 'its index comes last' },
	{ holds: (f) => f.mp4?.isWellFormed === true, otherwise: 'its index is not tidy' },
	{
		holds: (f) => PLAIN_BRANDS.test(f.mp4?.majorBrand ?? ''),
		otherwise: 'its brand is not that of an M4A or MP4',
	},
	{ holds: (f) => f.sizeBytes <= MAX_ATTACHMENT_BYTES, otherwise: 'it is too large' },
];

/** A WAV as speech-to-text takes it. */
const READY_WAV: readonly Requirement[] = [
	{ holds: (f) => f.container === 'wav' && f.codec === 'pcm', otherwise: 'it is no WAV of PCM' },
	{ holds: (f) => f.channels === 1, otherwise: 'it has more than one channel' },
	{
		holds: (f) => f.sampleRateHz === OUTPUT_FORMATS.wav.sampleRateHz,
		otherwise: 'its sample rate is not 16 kHz',
	},
	{ holds: (f) => f.durationSeconds !== undefined, otherwise: 'its length is unknown' },
];

const missing = (requirements: readonly Requirement[], facts: AudioFacts): string | undefined =>
	requirements.find(({ holds }) => !holds(facts))?.otherwise;

/** What keeps the sound from being passed on without encoding it anew, or undefined. */
export const whyNotGoodAac = (facts: AudioFacts): string | undefined => missing(GOOD_AAC, facts);

/** What keeps a file with good AAC from being passed on byte for byte, or undefined. */
export const whyNotReadyM4a = (facts: AudioFacts): string | undefined => missing(READY_M4A, facts);

/** What keeps a file from being what was asked for, or undefined. */
export const whyNotReady = (facts: AudioFacts, outputFormat: OutputFormat): string | undefined =>
	outputFormat === 'wav'
		? missing(READY_WAV, facts)
		: (whyNotGoodAac(facts) ?? whyNotReadyM4a(facts));
