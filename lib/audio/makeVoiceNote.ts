import { rm } from 'node:fs/promises';

import { convert, decodesWhole, joinParts, type Result, type Run } from './convert';
import {
	AudioError,
	cancelled,
	decodesShort,
	NotAVoiceNote,
	TooLargeAtThisBitrate,
} from './errors';
import type { AudioFacts, AudioSummary } from './facts';
import { DURATION_TOLERANCE_SECONDS, engineTimeoutMs, LOWEST_BITRATE_KBPS } from './limits';
import {
	isTooLong,
	planToEncode,
	planVoiceNote,
	soundSeconds,
	tooLongFor,
	type EncodePlan,
	type Plan,
	type RemuxPlan,
	type VoiceNoteRules,
} from './plan';
import { nameVoiceNote } from './platforms';
import { openSource } from './source';

/** A file that is ready to be handed to Meta, or to speech-to-text. */
export interface VoiceNote {
	/** The input's own path when nothing was changed, otherwise a file inside the work folder. */
	path: string;
	/** ASCII, with the extension that fits the bytes. */
	fileName: string;
	mimeType: string;
	input: AudioSummary;
	output: AudioSummary;
	/** False when the bytes are those of the input. */
	converted: boolean;
}

/**
 * Turns an audio file into a voice note: recognised by its bytes, then kept byte for byte, remuxed or
 * encoded to AAC-LC in an M4A whose index comes first; or into a WAV, where the rules ask for that.
 *
 * With `convert: 'never'` the bytes stay as they are, so `normalizeLoudness` and trimming do not apply.
 *
 * @param inputPath a file that nobody changes meanwhile
 * @param workDir a private folder (0700) that the caller removes; after a rejection nothing new is in it
 * @param signal ends the work at once
 * @throws {AudioError} with every code of `AudioErrorCode`
 */
export async function makeVoiceNote(
	inputPath: string,
	workDir: string,
	rules: VoiceNoteRules,
	signal?: AbortSignal,
): Promise<VoiceNote> {
	if (signal?.aborted) throw cancelled();
	const source = await openSource(inputPath, workDir, rules.rawAudio, signal);
	try {
		const { path, facts, summary } = source;
		const plan = planVoiceNote(facts, rules);
		const time = { leftMs: engineTimeoutMs(facts.sizeBytes, soundSeconds(facts, rules)) };
		const run: Run = { inputPath: path, workDir, rules, signal, input: facts, time };
		const result = await carryOut(run, plan);
		const { input, output } = summaries(run, result.facts);
		if (result.path !== path) await source.close();
		return {
			path: result.path,
			...nameVoiceNote(result.facts),
			input: { ...input, ...summary },
			output,
			converted: result.path !== inputPath,
		};
	} catch (reason) {
		await source.close();
		throw reason;
	}
}

async function carryOut(run: Run, plan: Plan): Promise<Result> {
	if (plan.kind === 'encode') return encode(run, plan);
	if (plan.kind === 'remux') return remuxOrEncode(run, plan);
	if (plan.isLengthUnknown) await refuseIfDecodedTooLong(run);
	const kept: Result = { path: run.inputPath, facts: run.input };
	if (await decodesWhole(run, kept.path, kept.facts)) return kept;
	if (run.rules.convert === 'never') throw decodesShort();
	return encode(run, planToEncode(run.input, run.rules, 'some of its sound cannot be decoded'));
}

/** Remuxing is a shortcut: what it cannot do, encoding can. */
async function remuxOrEncode(run: Run, plan: RemuxPlan): Promise<Result> {
	try {
		const remuxed = await convert(run, plan);
		if (await decodesWhole(run, remuxed.path, remuxed.facts)) return remuxed;
		await rm(remuxed.path, { force: true });
	} catch (reason) {
		const isWorthEncoding =
			reason instanceof AudioError &&
			(reason.code === 'conversion_failed' || reason.code === 'audio_too_large');
		if (!isWorthEncoding) throw reason;
	}
	return encode(run, planToEncode(run.input, run.rules, 'remuxing gave no voice note'));
}

/** Encodes, with a second way for what only the first attempt shows. */
async function encode(run: Run, plan: EncodePlan): Promise<Result> {
	if (run.input.isChained && plan.normalizeLoudness) return joinAndEncode(run, plan);
	try {
		return await convert(run, plan);
	} catch (reason) {
		// A length that nobody knew did not fit.
		if (reason instanceof TooLargeAtThisBitrate && plan.bitrateKbps > plan.lowestBitrateKbps)
			return convert(run, { ...plan, bitrateKbps: plan.lowestBitrateKbps });
		// The times of the result make no sense: the sound changes its rate or channels on the way.
		if (reason instanceof NotAVoiceNote && plan.fillGaps) {
			const input = { ...run.input, isChained: true };
			return encode({ ...run, input }, planToEncode(input, run.rules, plan.because));
		}
		throw reason;
	}
}

async function joinAndEncode(run: Run, plan: EncodePlan): Promise<Result> {
	const joined = await joinParts(run, plan);
	try {
		const whole: Run = { ...run, inputPath: joined.path, input: joined.facts };
		return await encode(whole, planToEncode(joined.facts, run.rules, plan.because));
	} finally {
		await rm(joined.path, { force: true });
	}
}

/** `convert: 'never'` still obeys the limit: the sound is encoded once to measure it, and that is thrown away. */
async function refuseIfDecodedTooLong(run: Run): Promise<void> {
	const measuring = {
		...run.rules,
		whenTooLong: 'error',
		bitrateKbps: LOWEST_BITRATE_KBPS,
	} as const;
	const measured = await convert(
		{ ...run, rules: measuring },
		planToEncode(run.input, measuring, 'measure'),
	);
	await rm(measured.path, { force: true });
	const playedSeconds =
		(measured.facts.durationSeconds ?? 0) + (run.input.mp4?.leadingSilenceSeconds ?? 0);
	if (isTooLong(playedSeconds, run.rules)) throw tooLongFor(run.rules, playedSeconds);
}

const summaries = (
	run: Run,
	output: AudioFacts,
): { input: AudioSummary; output: AudioSummary } => ({
	input: summaryOf({ ...run.input, ...measuredLength(run, output) }),
	output: summaryOf(output),
});

/**
 * Where no header says how long the input is, or says less than was found (files joined end to end),
 * the result does: it holds all of it, unless trimmed.
 */
function measuredLength(
	{ input, rules }: Run,
	{ durationSeconds }: AudioFacts,
): Partial<AudioFacts> {
	const isWhole =
		rules.whenTooLong === 'error' ||
		rules.maxDurationSeconds === 0 ||
		(durationSeconds ?? Infinity) < rules.maxDurationSeconds - DURATION_TOLERANCE_SECONDS;
	const claimed = input.durationSeconds;
	if (durationSeconds === undefined || !isWhole) return {};
	const isMore = durationSeconds > (claimed ?? 0) + DURATION_TOLERANCE_SECONDS;
	return claimed === undefined || isMore ? { durationSeconds } : {};
}

const summaryOf = ({ container, codec, durationSeconds, sizeBytes }: AudioFacts): AudioSummary => ({
	container,
	codec,
	...(durationSeconds !== undefined && {
		durationSeconds: Math.round(durationSeconds * 1000) / 1000,
	}),
	sizeBytes,
});
