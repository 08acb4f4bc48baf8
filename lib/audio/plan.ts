import type { Platform } from '../platform';
import { MAX_ATTACHMENT_BYTES } from '../sizes';
import type { Encode, Remux } from './arguments';
import {
	refusedAsIs,
	sentTooLarge,
	tooLong,
	tooShort,
	voiceNoteTooLarge,
	wavTooLarge,
	type AudioError,
} from './errors';
import type { AudioFacts } from './facts';
import {
	DURATION_TOLERANCE_SECONDS,
	fittingBitrateKbps,
	longestSeconds,
	LOWEST_BITRATE_KBPS,
	READ_PAST_LIMIT_SECONDS,
	SHORTEST_SECONDS,
} from './limits';
import { OUTPUT_FORMATS, type OutputFormat } from './outputFormats';
import { PLATFORMS } from './platforms';
import type { RawAudioHints } from './rawAudio';
import { whyNotGoodAac, whyNotReadyM4a } from './requirements';

/** What the user asks of a voice note. */
export interface VoiceNoteRules {
	platform: Platform;
	/** 0: no limit. */
	maxDurationSeconds: number;
	whenTooLong: 'error' | 'trim';
	/** `never`: the bytes go out as they are or not at all; it wins over trimming and loudness. */
	convert: 'auto' | 'always' | 'never';
	/** Undefined: 96, lowered when a long note would not fit 25 MB. */
	bitrateKbps?: number;
	normalizeLoudness: boolean;
	/** A `wav` is always written anew: `convert` and `bitrateKbps` do not apply to it. */
	outputFormat: OutputFormat;
	/** For bytes that are nothing that is known. */
	rawAudio?: RawAudioHints;
}

/** What is done with a file, and why. */
export type Plan = KeepPlan | RemuxPlan | EncodePlan;

interface Reason {
	because: string;
}
export type RemuxPlan = Remux & Reason;
export interface EncodePlan extends Encode, Reason {
	/** Where to go if the result does not fit. */
	lowestBitrateKbps: number;
	/** Sound that turns out to be longer does not fit at the lowest bitrate either. */
	longestSeconds: number;
}
export interface KeepPlan extends Reason {
	kind: 'keep';
	/** The header does not tell whether it is within the limit: decode it once to find out. */
	isLengthUnknown: boolean;
}

/** AVI counts chunks; what FFmpeg takes for times are guesses from an index that may be wrong. */
const CONTAINERS_WITHOUT_TIMES = new Set(['avi']);

/**
 * Decides between keeping a file byte for byte, remuxing it and encoding it anew.
 *
 * @throws {AudioError} `audio_too_long`, `audio_too_large` or `audio_unsupported` where the facts
 *   already show that no permitted way leads to a voice note
 */
export function planVoiceNote(facts: AudioFacts, rules: VoiceNoteRules): Plan {
	refuseTooLong(facts, rules);
	const plan = choosePlan(facts, rules);
	// Anything else is decoded, which may find more sound than the header promises.
	if (plan.kind === 'keep' && (facts.durationSeconds ?? Infinity) < SHORTEST_SECONDS)
		throw tooShort();
	return plan;
}

function choosePlan(facts: AudioFacts, rules: VoiceNoteRules): Plan {
	if (rules.outputFormat === 'wav') return planToEncode(facts, rules, "'Output Format' is WAV");
	if (rules.convert === 'never') return planToKeep(facts, rules);
	const because = reasonToEncode(facts, rules);
	if (because !== undefined) return planToEncode(facts, rules, because);
	const whyRemux = whyNotReadyM4a(facts);
	return whyRemux === undefined
		? { kind: 'keep', because: 'it is a voice note already', isLengthUnknown: false }
		: { kind: 'remux', because: whyRemux };
}

export const isTooLong = (durationSeconds: number | undefined, rules: VoiceNoteRules): boolean =>
	rules.maxDurationSeconds > 0 &&
	(durationSeconds ?? 0) > rules.maxDurationSeconds + DURATION_TOLERANCE_SECONDS;

function refuseTooLong(facts: AudioFacts, rules: VoiceNoteRules): void {
	const mayTrim = rules.whenTooLong === 'trim' && rules.convert !== 'never';
	if (mayTrim || !isTooLong(facts.durationSeconds, rules)) return;
	throw tooLongFor(rules, facts.durationSeconds);
}

/** @param durationSeconds undefined when decoding stopped at the limit */
export const tooLongFor = (rules: VoiceNoteRules, durationSeconds?: number): AudioError =>
	tooLong(
		rules.outputFormat === 'wav'
			? "'Max Duration' is"
			: `${PLATFORMS[rules.platform].displayName} voice notes may be`,
		rules.maxDurationSeconds,
		durationSeconds,
		rules.convert !== 'never',
	);

/** `MP3`, `OGG with opus`, `MP4 with video` */
function formatName({ container, codec, hasVideo }: AudioFacts): string {
	const content = hasVideo ? 'video' : codec;
	return container.toUpperCase() + (content === container ? '' : ` with ${content}`);
}

function planToKeep(facts: AudioFacts, rules: VoiceNoteRules): Plan {
	const { displayName, takes, takesAsIs } = PLATFORMS[rules.platform];
	if (!takesAsIs(facts)) {
		throw refusedAsIs(formatName(facts), displayName, takes);
	}
	if (facts.sizeBytes > MAX_ATTACHMENT_BYTES) {
		throw sentTooLarge(facts.sizeBytes, MAX_ATTACHMENT_BYTES);
	}
	return {
		kind: 'keep',
		because: "'Convert' is 'Never'",
		isLengthUnknown: facts.durationSeconds === undefined && rules.maxDurationSeconds > 0,
	};
}

function reasonToEncode(facts: AudioFacts, rules: VoiceNoteRules): string | undefined {
	if (rules.convert === 'always') return "'Convert' is 'Always'";
	if (rules.normalizeLoudness) return 'its loudness is to be normalized';
	if (isTooLong(facts.durationSeconds, rules)) return 'it is to be trimmed';
	return whyNotGoodAac(facts);
}

/**
 * The plan that suits any sound an engine can decode.
 *
 * @throws {AudioError} `audio_too_large` where the known length cannot fit
 */
export function planToEncode(
	facts: AudioFacts,
	rules: VoiceNoteRules,
	because: string,
): EncodePlan {
	const { maxBytes, fixedKbps } = OUTPUT_FORMATS[rules.outputFormat];
	const chosenKbps = fixedKbps ?? rules.bitrateKbps;
	const limitSeconds = rules.maxDurationSeconds || Infinity;
	const lowestKbps = chosenKbps ?? LOWEST_BITRATE_KBPS;
	const longest = longestSeconds(lowestKbps, maxBytes);
	const soundSeconds = facts.durationSeconds && Math.min(facts.durationSeconds, limitSeconds);
	if (soundSeconds !== undefined && soundSeconds > longest) {
		throw cannotFit(rules, soundSeconds);
	}
	const pastLimit = rules.whenTooLong === 'trim' ? 0 : READ_PAST_LIMIT_SECONDS;
	// An MP4's edit list says where to stop; the padding behind it is no sound.
	const presented = facts.mp4?.isFragmented === false ? facts.durationSeconds : undefined;
	return {
		kind: 'encode',
		outputFormat: rules.outputFormat,
		because,
		readSeconds: Math.min(
			limitSeconds + pastLimit,
			longest + READ_PAST_LIMIT_SECONDS,
			presented ?? Infinity,
		),
		bitrateKbps: chosenKbps ?? fittingBitrateKbps(soundSeconds ?? 0, facts.sizeBytes),
		lowestBitrateKbps: lowestKbps,
		longestSeconds: longest,
		normalizeLoudness: rules.normalizeLoudness,
		// Where a chain starts anew, its times jump: that is no gap in the sound.
		fillGaps: facts.isChained !== true && !CONTAINERS_WITHOUT_TIMES.has(facts.container),
		maxBytes,
	};
}

/** @param durationSeconds undefined when only encoding has shown it */
export const cannotFit = (
	{ outputFormat, bitrateKbps }: VoiceNoteRules,
	durationSeconds?: number,
): AudioError => {
	const { maxBytes } = OUTPUT_FORMATS[outputFormat];
	return outputFormat === 'wav'
		? wavTooLarge(maxBytes, durationSeconds)
		: voiceNoteTooLarge(LOWEST_BITRATE_KBPS, bitrateKbps, maxBytes, durationSeconds);
};

/** What of a file is worth an engine's time: its sound, as far as the rules let it be read. */
export const soundSeconds = (facts: AudioFacts, rules: VoiceNoteRules): number => {
	const limitSeconds = (rules.maxDurationSeconds || Infinity) + READ_PAST_LIMIT_SECONDS;
	return Math.min(facts.durationSeconds ?? Infinity, limitSeconds);
};

/** How much of the input's sound is read at most. */
const readSeconds = (plan: RemuxPlan | EncodePlan): number =>
	plan.kind === 'encode' ? plan.readSeconds : Infinity;

/** How much sound the result must hold, if the input's header says it. */
export const promisedSeconds = (
	facts: AudioFacts,
	plan: RemuxPlan | EncodePlan,
): number | undefined =>
	facts.durationSeconds && Math.min(facts.durationSeconds, readSeconds(plan));
