import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpegArguments } from './arguments';
import { runEngine } from './engines';
import {
	AudioError,
	cancelled,
	conversionFailed,
	TooLargeAtThisBitrate,
	undecodable,
} from './errors';
import type { AudioFacts, AudioSummary } from './facts';
import { DURATION_TOLERANCE_SECONDS, engineTimeoutMs, LOWEST_BITRATE_KBPS } from './limits';
import { fileType } from './platforms';
import {
	isTooLong,
	planToEncode,
	planVoiceNote,
	promisedSeconds,
	readSeconds,
	tooLongFor,
} from './plan';
import type { EncodePlan, RemuxPlan, VoiceNoteRules } from './plan';
import { recognise } from './recognise';
import { verifyVoiceNote } from './verifyVoiceNote';

/** A file that is ready to be handed to Meta. */
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
 * encoded to AAC-LC in an M4A whose index comes first.
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
	const input = await recognise(inputPath);
	const plan = planVoiceNote(input, rules);
	const run: Run = { inputPath, workDir, rules, signal, input };
	if (plan.kind !== 'keep') {
		const { path, facts } =
			plan.kind === 'remux' ? await remuxOrEncode(run, plan) : await encode(run, plan);
		return { path, ...fileType('m4a'), ...summaries(run, facts), converted: true };
	}
	if (plan.isLengthUnknown) await refuseIfDecodedTooLong(run);
	const type = fileType(input.container);
	return { path: inputPath, ...type, ...summaries(run, input), converted: false };
}

/** What stays the same through all steps of one note. */
interface Run {
	inputPath: string;
	workDir: string;
	rules: VoiceNoteRules;
	signal?: AbortSignal;
	input: AudioFacts;
}

interface Result {
	path: string;
	facts: AudioFacts;
}

/** Remuxing is a shortcut: what it cannot do, encoding can. */
async function remuxOrEncode(run: Run, plan: RemuxPlan): Promise<Result> {
	try {
		return await convert(run, plan);
	} catch (reason) {
		const isWorthEncoding =
			reason instanceof AudioError &&
			(reason.code === 'conversion_failed' || reason.code === 'audio_too_large');
		if (!isWorthEncoding) throw reason;
		return encode(run, planToEncode(run.input, run.rules, 'remuxing gave no voice note'));
	}
}

/** Encodes, and once more at the lowest bitrate if a length that nobody knew did not fit. */
async function encode(run: Run, plan: EncodePlan): Promise<Result> {
	try {
		return await convert(run, plan);
	} catch (reason) {
		const mayFit = reason instanceof TooLargeAtThisBitrate;
		if (!mayFit || plan.bitrateKbps <= plan.lowestBitrateKbps) throw reason;
		return convert(run, { ...plan, bitrateKbps: plan.lowestBitrateKbps });
	}
}

/** `convert: 'never'` still obeys the limit: our own encoder is the measuring tape. */
async function refuseIfDecodedTooLong(run: Run): Promise<void> {
	const tape = { ...run.rules, whenTooLong: 'error', bitrateKbps: LOWEST_BITRATE_KBPS } as const;
	const measured = await convert({ ...run, rules: tape }, planToEncode(run.input, tape, 'measure'));
	await rm(measured.path, { force: true });
	const playedSeconds =
		(measured.facts.durationSeconds ?? 0) + (run.input.mp4?.leadingSilenceSeconds ?? 0);
	if (isTooLong(playedSeconds, run.rules)) throw tooLongFor(run.rules, playedSeconds);
}

/** Runs an engine and lets nothing out that is not a voice note within the rules. */
async function convert(run: Run, plan: RemuxPlan | EncodePlan): Promise<Result> {
	const path = join(run.workDir, `voice-note-${randomUUID()}.m4a`);
	try {
		const { exitCode, log } = await runEngine({
			inputPath: run.inputPath,
			outputPath: path,
			arguments: ffmpegArguments(plan),
			timeoutMs: engineTimeoutMs(promisedSeconds(run.input, plan) ?? readSeconds(plan)),
			signal: run.signal,
		});
		if (exitCode !== 0) throw refusedByFfmpeg(run.input, log);
		return { path, facts: await verifyVoiceNote(path, run.input, run.rules, plan) };
	} catch (reason) {
		await rm(path, { force: true });
		throw reason;
	}
}

function refusedByFfmpeg(input: AudioFacts, log: string): AudioError {
	if (/No space left on device/.test(log)) {
		return conversionFailed(
			'The disk is full',
			'Make room in the temp folder of the machine that runs n8n, then try again',
		);
	}
	return undecodable(input.container, input.codec, log);
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
