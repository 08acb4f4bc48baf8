import type { ChildProcess } from 'node:child_process';

import type { FfmpegCommand } from 'fluent-ffmpeg';

import { cancelled } from '../errors';
import { EngineFailure, OutOfTime, type EngineJob, type EngineResult } from './engine';
import { HAS_PROCESS_GROUPS, startWatched, watchable } from './nativeWatchdog';

/** A killed group is gone at once; this is for a process that even SIGKILL does not end (a dead disk). */
const KILL_GRACE_MS = 2_000;

/** What is kept of ffmpeg's messages: some forty lines. A broken binary may write gigabytes. */
const MAX_LOG_CHARACTERS = 8 * 1024;
const MAX_LOG_LINES = 40;

/**
 * Makes an empty command. fluent-ffmpeg is optional: only this engine needs it, and n8n leaves optional
 * dependencies out when it installs a package.
 *
 * @throws {EngineFailure} `start`, where it is not installed
 */
export function newCommand(): FfmpegCommand {
	try {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- may not be installed
		return (require('fluent-ffmpeg') as () => FfmpegCommand)();
	} catch (reason) {
		throw new EngineFailure(
			'start',
			"It needs the package fluent-ffmpeg: run 'npm install fluent-ffmpeg' in n8n's folder '.n8n/nodes', and restart n8n",
			{ cause: reason },
		);
	}
}

/** What fluent-ffmpeg (2.1.3, the last release) keeps behind its types. */
interface Internals {
	_spawnFfmpeg(args: string[], options: object, onProcess: OnProcess, onEnd: OnEnd): void;
}
type OnProcess = (child: ChildProcess, stdout: Lines, stderr: Lines) => void;
type OnEnd = (reason: Error | null, stdout?: Lines, stderr?: Lines) => void;
interface Lines {
	get(): string;
}
const NO_LINES: Lines = { get: () => '' };

/**
 * A command on one binary, around five traits of fluent-ffmpeg: it keeps the binary's path in a cache
 * that the whole process shares; it runs the binary twice more (`-formats`, `-encoders`) before the first
 * conversion, with no time limit; where a process cannot be spawned it throws outside of any promise,
 * which would end n8n; it kills the process but not what that one started; and it stores all that the
 * process writes until a line ends.
 *
 * @param onSpawn gets the process, whose `stderr` is the caller's to read
 */
function commandFor(binary: string, onSpawn: (child: ChildProcess) => void): FfmpegCommand {
	const command = newCommand();
	const [program, firstArgs] = watchable(binary);
	const { _spawnFfmpeg: spawn } = command as unknown as Internals;
	const spawnSafely: Internals['_spawnFfmpeg'] = (args, options, onProcess, onEnd) => {
		const ownOptions = {
			...options,
			captureStdout: false,
			stdio: ['pipe', 'ignore', 'pipe'],
			detached: HAS_PROCESS_GROUPS,
		};
		spawn.call(
			command,
			[...firstArgs, ...args],
			ownOptions,
			(child, stdout, stderr) => {
				child.stderr?.removeAllListeners('data');
				onSpawn(child);
				onProcess(child, stdout, stderr);
			},
			(reason, stdout = NO_LINES, stderr = NO_LINES) => onEnd(reason, stdout, stderr),
		);
	};
	return Object.assign(command, {
		_spawnFfmpeg: spawnSafely,
		_getFfmpegPath: (done: (reason: null, path: string) => void) => done(null, program),
		_checkCapabilities: (done: (reason: null) => void) => done(null),
		availableEncoders: (done: (reason: null, encoders: object) => void) => done(null, {}),
	});
}

/**
 * Runs an ffmpeg binary on one job, which ends with n8n at the latest. Settles only when it is gone.
 *
 * @throws {EngineFailure} when it did not come to its own end
 * @throws {AudioError} `cancelled`
 */
export function runBinary(binary: string, job: EngineJob): Promise<EngineResult> {
	return new Promise((resolve, reject) => {
		if (job.signal?.aborted) return reject(cancelled());
		let child: ChildProcess | undefined;
		let log = '';
		let verdict: Error | undefined;
		let grace: NodeJS.Timeout | undefined;

		const kill = (reason: Error): void => {
			verdict ??= reason;
			if (child === undefined || grace !== undefined) return;
			killGroup(child);
			grace = setTimeout(() => {
				child?.unref();
				settle(() => undefined);
			}, KILL_GRACE_MS);
		};
		const onAbort = (): void => kill(cancelled());
		const startedMs = performance.now();
		const timer = setTimeout(() => kill(new OutOfTime(job.timeoutMs)), job.timeoutMs);
		job.signal?.addEventListener('abort', onAbort, { once: true });
		const settle = (finish: () => void): void => {
			clearTimeout(timer);
			clearTimeout(grace);
			job.signal?.removeEventListener('abort', onAbort);
			if (verdict === undefined) finish();
			else reject(verdict);
		};

		const ended = (exitCode: number): void => {
			resolve({ exitCode, log: lastLines(log), workedMs: performance.now() - startedMs });
		};

		commandFor(binary, (spawned) => {
			child = spawned;
			spawned.stderr?.on('data', (text: string) => {
				log = (log + text).slice(-MAX_LOG_CHARACTERS);
			});
			if (verdict !== undefined) kill(verdict);
			else startWatched(spawned, (reason) => kill(failureOf(reason)));
		})
			.input(`file:${job.inputPath}`)
			.inputOptions(job.arguments.inputOptions)
			.outputOptions(job.arguments.outputOptions)
			.output(`file:${job.outputPath}`)
			.on('end', () => settle(() => ended(0)))
			.on('error', (reason: Error) =>
				settle(() => {
					const exitCode = exitCodeOf(reason);
					if (exitCode !== undefined) ended(exitCode);
					else reject(failureOf(reason));
				}),
			)
			.run();
	});
}

const lastLines = (log: string): string =>
	log.trimEnd().split('\n').slice(-MAX_LOG_LINES).join('\n');

/** A wrapper script's children die with it, and whoever escaped no longer holds our end of the pipe. */
function killGroup(child: ChildProcess): void {
	try {
		if (HAS_PROCESS_GROUPS && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
		else child.kill('SIGKILL');
	} catch {
		// It ended by itself a moment ago.
	}
	child.stderr?.destroy();
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
