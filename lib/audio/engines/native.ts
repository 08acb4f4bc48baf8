import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ffmpeg from 'fluent-ffmpeg';
import { ffmpegArguments } from '../arguments';
import { cancelled } from '../errors';
import { EngineFailure } from './engine';
import type { Engine, EngineJob, EngineResult } from './engine';
import { nativeCandidates } from './nativeCandidates';
import type { Candidate } from './nativeCandidates';

/** A conversion of a fifth of a second takes 50 ms; a binary that needs longer than this hangs. */
const SELF_TEST_TIMEOUT_MS = 5_000;

/** A killed process is gone at once; this is for what it may have started itself. */
const KILL_GRACE_MS = 2_000;

/** Drives an ffmpeg binary of the machine through fluent-ffmpeg. */
class NativeEngine implements Engine {
	readonly name = 'native';
	/** Outcome of the one self-test per binary, by path and time of change: undefined if it passed. */
	private readonly selfTests = new Map<string, Promise<string | undefined>>();

	async run(job: EngineJob): Promise<EngineResult> {
		return runBinary(await this.usableBinary(), job);
	}

	/** The first candidate that passes its self-test. */
	private async usableBinary(): Promise<string> {
		const refused: string[] = [];
		for (const candidate of await nativeCandidates()) {
			const fault = await this.selfTest(candidate);
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

	private selfTest(candidate: Candidate): Promise<string | undefined> {
		const key = `${candidate.path}\0${candidate.modifiedMs}`;
		let outcome = this.selfTests.get(key);
		if (outcome === undefined) {
			outcome = faultOf(candidate.path);
			this.selfTests.set(key, outcome);
		}
		return outcome;
	}
}

/**
 * Converts a tiny WAV with the real arguments in the real temp folder. That finds what `-version`
 * would not: half-downloaded files, confined packages that cannot read the folder, builds without
 * the AAC encoder or the M4A muxer.
 *
 * @returns what is wrong with the binary, or undefined
 */
async function faultOf(binary: string): Promise<string | undefined> {
	const folder = await mkdtemp(join(tmpdir(), 'svara-ffmpeg-'));
	try {
		const inputPath = join(folder, 'in');
		await writeFile(inputPath, tinyWav());
		const { exitCode } = await runBinary(binary, {
			inputPath,
			outputPath: join(folder, 'out.m4a'),
			timeoutMs: SELF_TEST_TIMEOUT_MS,
			arguments: ffmpegArguments({
				kind: 'encode',
				readSeconds: 1,
				bitrateKbps: 64,
				normalizeLoudness: false,
				maxBytes: 1024 * 1024,
			}),
		});
		return exitCode === 0 ? undefined : `it cannot make an M4A (exit code ${exitCode})`;
	} catch (reason) {
		return reason instanceof Error ? reason.message : String(reason);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** A fifth of a second of silence: 8 kHz, 16 bit, mono. */
function tinyWav(): Buffer {
	const samples = Buffer.alloc(3200);
	const header = Buffer.from('RIFF____WAVEfmt ____________________data____', 'latin1');
	header.writeUInt32LE(36 + samples.length, 4);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(8000, 24);
	header.writeUInt32LE(16000, 28);
	header.writeUInt16LE(2, 32);
	header.writeUInt16LE(16, 34);
	header.writeUInt32LE(samples.length, 40);
	return Buffer.concat([header, samples]);
}

/** What fluent-ffmpeg (2.1.3, the last release) keeps behind its types. */
interface Internals {
	_spawnFfmpeg(args: string[], options: object, onProcess: unknown, onEnd: OnEnd): void;
}
type OnEnd = (reason: Error | null, stdout?: Lines, stderr?: Lines) => void;
interface Lines {
	get(): string;
}
const NO_LINES: Lines = { get: () => '' };

/**
 * A command on one binary, around three traits of fluent-ffmpeg: it keeps the binary's path in a cache
 * that the whole process shares; it runs the binary twice more (`-formats`, `-encoders`) before the first
 * conversion, with no time limit; and where a process cannot be spawned it throws outside of any promise,
 * which would end n8n.
 */
function commandFor(binary: string): ffmpeg.FfmpegCommand {
	const command = ffmpeg();
	const { _spawnFfmpeg: spawn } = command as unknown as Internals;
	const spawnSafely: Internals['_spawnFfmpeg'] = (args, options, onProcess, onEnd) =>
		spawn.call(command, args, options, onProcess, (reason, stdout = NO_LINES, stderr = NO_LINES) =>
			onEnd(reason, stdout, stderr),
		);
	return Object.assign(command, {
		_spawnFfmpeg: spawnSafely,
		_getFfmpegPath: (done: (reason: null, path: string) => void) => done(null, binary),
		_checkCapabilities: (done: (reason: null) => void) => done(null),
		availableEncoders: (done: (reason: null, encoders: object) => void) => done(null, {}),
	});
}

/** One process, without a shell. Settles only when the process is gone. */
function runBinary(binary: string, job: EngineJob): Promise<EngineResult> {
	return new Promise((resolve, reject) => {
		if (job.signal?.aborted) return reject(cancelled());
		const command = commandFor(binary);
		const lines: string[] = [];
		let isRunning = false;
		let verdict: Error | undefined;

		const kill = (reason: Error): void => {
			verdict ??= reason;
			if (!isRunning) return;
			command.kill('SIGKILL');
			// A wrapper script leaves a child behind that holds the pipes: do not wait for that.
			setTimeout(() => settle(() => undefined), KILL_GRACE_MS).unref();
		};
		const onAbort = (): void => kill(cancelled());
		const timer = setTimeout(
			() => kill(new EngineFailure('run', `Still running after ${job.timeoutMs / 1000} s`)),
			job.timeoutMs,
		);
		job.signal?.addEventListener('abort', onAbort, { once: true });
		const settle = (finish: () => void): void => {
			clearTimeout(timer);
			job.signal?.removeEventListener('abort', onAbort);
			if (verdict === undefined) finish();
			else reject(verdict);
		};

		command
			.input(`file:${job.inputPath}`)
			.inputOptions(job.arguments.inputOptions)
			.outputOptions(job.arguments.outputOptions)
			.output(`file:${job.outputPath}`)
			.on('start', () => {
				isRunning = true;
				if (verdict !== undefined) kill(verdict);
			})
			.on('stderr', (line: string) => lines.push(line))
			.on('end', () => settle(() => resolve({ exitCode: 0, log: '' })))
			.on('error', (reason: Error) =>
				settle(() => {
					const exitCode = exitCodeOf(reason);
					if (exitCode !== undefined) resolve({ exitCode, log: lines.slice(-40).join('\n') });
					else reject(failureOf(reason));
				}),
			)
			.run();
	});
}

/** fluent-ffmpeg tells how the process ended in the words of its message only. */
function exitCodeOf(reason: Error): number | undefined {
	const code = /^ffmpeg exited with code (\d+)/.exec(reason.message)?.[1];
	return code === undefined ? undefined : Number(code);
}

function failureOf(reason: Error): EngineFailure {
	const wasKilled = /^ffmpeg was killed with signal/.test(reason.message);
	return new EngineFailure(wasKilled ? 'run' : 'start', reason.message, { cause: reason });
}

export const nativeEngine = new NativeEngine();
