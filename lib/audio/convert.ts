import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { ffmpegArguments, type Conversion } from './arguments';
import { runEngine } from './engines';
import { AudioError, diskFull, saysDiskFull, tookTooLong, undecodable } from './errors';
import type { AudioFacts } from './facts';
import { DURATION_TOLERANCE_SECONDS, MAX_DECODED_TO_CHECK_BYTES, MAX_INPUT_BYTES } from './limits';
import type { EncodePlan, RemuxPlan, VoiceNoteRules } from './plan';
import { recognise } from './recognise';
import { verifyVoiceNote } from './verifyVoiceNote';

/** What stays the same through all steps of one note. */
export interface Run {
	inputPath: string;
	workDir: string;
	rules: VoiceNoteRules;
	signal?: AbortSignal;
	input: AudioFacts;
	/** What is left of the engines' time, which all steps share. */
	time: { leftMs: number };
}

export interface Result {
	path: string;
	facts: AudioFacts;
}

/** Runs an engine and lets nothing out that is not a voice note within the rules. */
export async function convert(run: Run, plan: RemuxPlan | EncodePlan): Promise<Result> {
	return runToFile(run, plan, async (path) => verifyVoiceNote(path, run.input, run.rules, plan));
}

/** Enough that what is encoded once more afterwards sounds no worse. */
const JOINED_KBPS = 256;

/**
 * Files joined from parts of different rate or channels, as one M4A for another run. FFmpeg builds its
 * filters anew for each part and loses what they hold: three seconds of sound in the case of `loudnorm`.
 */
export async function joinParts(run: Run, plan: EncodePlan): Promise<Result> {
	const joining: EncodePlan = {
		...plan,
		outputFormat: 'voiceNote',
		normalizeLoudness: false,
		bitrateKbps: JOINED_KBPS,
		maxBytes: MAX_INPUT_BYTES,
	};
	return runToFile(run, joining, recognise);
}

/**
 * Whether the sound of an AAC file really lasts as long as its tables say: damage may have cost some.
 * A file over {@link MAX_DECODED_TO_CHECK_BYTES} is believed.
 */
export async function decodesWhole(run: Run, path: string, facts: AudioFacts): Promise<boolean> {
	const { codec, durationSeconds, sizeBytes } = facts;
	if (codec !== 'aac' || durationSeconds === undefined) return true;
	if (sizeBytes > MAX_DECODED_TO_CHECK_BYTES) return true;
	const decoded = await decodedSeconds({ ...run, inputPath: path, input: facts }, durationSeconds);
	return Math.abs(decoded - durationSeconds) <= DURATION_TOLERANCE_SECONDS;
}

/** How much sound can be decoded, looking no further than a second behind what is claimed. */
async function decodedSeconds(run: Run, claimedSeconds: number): Promise<number> {
	try {
		const decode = { kind: 'decode', readSeconds: claimedSeconds + 1 } as const;
		const { path, facts } = await runToFile(run, decode, recognise);
		await rm(path, { force: true });
		return facts.durationSeconds ?? 0;
	} catch (reason) {
		const isOfTheFile = reason instanceof AudioError && reason.code.startsWith('audio_');
		if (isOfTheFile) return 0;
		throw reason;
	}
}

/** One run of an engine within the time that is left; its result, or nothing in the work folder. */
async function runToFile(
	run: Run,
	conversion: Conversion,
	check: (path: string) => Promise<AudioFacts>,
): Promise<Result> {
	const path = join(run.workDir, `voice-note-${randomUUID()}.m4a`);
	if (run.time.leftMs <= 0) throw tookTooLong();
	try {
		const { exitCode, log, workedMs } = await runEngine({
			inputPath: run.inputPath,
			outputPath: path,
			arguments: ffmpegArguments(conversion),
			timeoutMs: run.time.leftMs,
			signal: run.signal,
		});
		run.time.leftMs -= workedMs;
		// FFmpeg takes it for its own end, at times, when only the last of the file finds no room.
		if (saysDiskFull(log)) throw diskFull();
		if (exitCode !== 0) throw undecodable(run.input.container, run.input.codec, log);
		return { path, facts: await check(path) };
	} catch (reason) {
		await rm(path, { force: true });
		throw reason;
	}
}
