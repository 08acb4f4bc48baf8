import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ffmpegArguments } from '../arguments';
import { AudioError, saysDiskFull } from '../errors';
import type { AudioFacts } from '../facts';
import { recognise } from '../recognise';
import { wavHeader } from '../wavHeader';
import { EngineFailure, type Engine, type EngineJob, type EngineResult } from './engine';
import { nativeCandidates, type Candidate } from './nativeCandidates';
import { newCommand, runBinary } from './nativeProcess';

/** A conversion of a fifth of a second takes 50 ms; a binary that needs longer than this hangs. */
const SELF_TEST_TIMEOUT_MS = 5_000;

/** A full disk or a slow moment passes: a binary that failed once is asked again after this long. */
const FORGET_FAILURE_MS = 60_000;

interface SelfTest {
	startedMs: number;
	/** What is wrong with the binary, or undefined. */
	fault: Promise<string | undefined>;
}

/** Drives an ffmpeg binary of the machine through fluent-ffmpeg. */
class NativeEngine implements Engine {
	readonly name = 'native';
	/** The last self-test of each binary, by path and time of change. */
	private readonly selfTests = new Map<string, SelfTest>();

	async run(job: EngineJob): Promise<EngineResult> {
		newCommand(); // without fluent-ffmpeg no binary is to blame
		const result = await runBinary(await this.usableBinary(dirname(job.outputPath)), job);
		// What a full disk has cut off is no fault of the binary.
		const isToBlame = result.exitCode === 0 && !saysDiskFull(result.log);
		if (isToBlame) await requireOutput(job.outputPath);
		return result;
	}

	/**
	 * The first candidate that passes its self-test.
	 *
	 * @param folder private to the job that asks, which waits until the test is over
	 */
	private async usableBinary(folder: string): Promise<string> {
		const refused: string[] = [];
		for (const candidate of await nativeCandidates()) {
			const fault = await this.selfTest(candidate, folder);
			if (fault === undefined) return candidate.path;
			refused.push(`${candidate.path} (from ${candidate.from}): ${fault}`);
		}
		throw new EngineFailure(
			'start',
			refused.length === 0
				? 'No ffmpeg was found: not in SVARA_FFMPEG_PATH, on PATH or from ffmpeg-static'
				: `No usable ffmpeg was found. Tried ${refused.join('; ')}`,
		);
	}

	private async selfTest(candidate: Candidate, folder: string): Promise<string | undefined> {
		const key = `${candidate.path}\0${candidate.modifiedMs}`;
		const last = this.selfTests.get(key);
		if (last !== undefined) {
			const fault = await last.fault;
			if (fault === undefined || Date.now() - last.startedMs < FORGET_FAILURE_MS) return fault;
			// Of those who waited here, the first has begun another test already.
			if (this.selfTests.get(key) !== last) return this.selfTest(candidate, folder);
		}
		const next = { startedMs: Date.now(), fault: faultOf(candidate.path, folder) };
		this.selfTests.set(key, next);
		return next.fault;
	}
}

/**
 * A binary that ends well without a file, or with one that cannot be read, is at fault, not the input.
 *
 * @throws {EngineFailure} `start`, so that the next engine takes over
 */
async function requireOutput(path: string): Promise<void> {
	const { size } = await stat(path).catch(() => ({ size: 0 }));
	if (size === 0) throw new EngineFailure('start', 'It ended well, but made no file');
	try {
		await recognise(path);
	} catch (reason) {
		if (reason instanceof AudioError && reason.code === 'audio_empty') return;
		throw new EngineFailure('start', `What it made cannot be read: ${messageOf(reason)}`);
	}
}

const messageOf = (reason: unknown): string =>
	reason instanceof Error ? reason.message : String(reason);

/**
 * Converts a tiny WAV with the real arguments in the job's own folder. That finds what `-version`
 * would not: half-downloaded files, confined packages that cannot read the folder, builds without
 * the AAC encoder or the M4A muxer.
 *
 * @returns what is wrong with the binary, or undefined
 */
async function faultOf(binary: string, jobFolder: string): Promise<string | undefined> {
	const folder = await mkdtemp(join(jobFolder, 'ffmpeg-test-'));
	try {
		const inputPath = join(folder, 'in');
		await writeFile(inputPath, tinyWav());
		const outputPath = join(folder, 'out.m4a');
		const { exitCode } = await runBinary(binary, {
			inputPath,
			outputPath,
			timeoutMs: SELF_TEST_TIMEOUT_MS,
			arguments: ffmpegArguments({
				kind: 'encode',
				outputFormat: 'voiceNote',
				readSeconds: 1,
				bitrateKbps: 64,
				normalizeLoudness: false,
				fillGaps: true,
				maxBytes: 1024 * 1024,
			}),
		});
		if (exitCode !== 0) return `it cannot make an M4A (exit code ${exitCode})`;
		await requireOutput(outputPath);
		return isShortM4a(await recognise(outputPath)) ? undefined : 'what it makes is no M4A';
	} catch (reason) {
		return messageOf(reason);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

const isShortM4a = ({ container, codec, durationSeconds }: AudioFacts): boolean =>
	container === 'm4a' && codec === 'aac' && Math.abs((durationSeconds ?? 0) - 0.2) < 0.05;

/** A fifth of a second of silence. */
function tinyWav(): Buffer {
	const samples = Buffer.alloc(3200);
	const format = { encoding: 'pcm_s16le', sampleRateHz: 8000, channels: 1 } as const;
	return Buffer.concat([wavHeader(format, samples.length), samples]);
}

export const nativeEngine = new NativeEngine();
