import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';

import { cancelled } from '../errors';
import type { WorkerReply, WorkerRequest, WorkerSetup } from './embeddedWorker';
import { EngineFailure, OutOfTime, type Engine, type EngineJob, type EngineResult } from './engine';

/** The module that `engine/` builds. Whoever builds one of their own puts it in its place. */
const WASM_PATH = resolve(__dirname, '../../../engine/ffmpeg.wasm');

/** More workers than cores gain nothing, and each takes some 20 MB inside n8n's process. */
const MAX_WORKERS = Math.min(2, availableParallelism());

/** Idle workers and the compiled module hold some 40 MB: they are kept for the next notes of a batch only. */
const IDLE_MS = 30_000;

interface Task {
	job: EngineJob;
	resolve(result: EngineResult): void;
	reject(reason: Error): void;
}

/** A pool of worker threads that run FFmpeg as WebAssembly: two files, no network, no processes. */
class EmbeddedEngine implements Engine {
	readonly name = 'embedded';
	/** Compiled by the first worker, shared by all. */
	private module?: Promise<WebAssembly.Module>;
	private readonly queue: Task[] = [];
	private readonly idle: Worker[] = [];
	private readonly alive = new Set<Worker>();
	/** Workers running or being started: counted before the first await, so that the cap holds. */
	private busy = 0;
	private idleTimer?: NodeJS.Timeout;

	async run(job: EngineJob): Promise<EngineResult> {
		if (job.signal?.aborted) throw cancelled();
		let leaveQueue = (): void => undefined;
		try {
			return await new Promise((resolve, reject) => {
				const task: Task = { job, resolve, reject };
				leaveQueue = () => {
					const index = this.queue.indexOf(task);
					if (index < 0) return; // it runs already, and hears the signal itself
					this.queue.splice(index, 1);
					reject(cancelled());
				};
				job.signal?.addEventListener('abort', leaveQueue, { once: true });
				this.queue.push(task);
				this.startWaiting();
			});
		} finally {
			job.signal?.removeEventListener('abort', leaveQueue);
		}
	}

	/** Ends every worker and forgets the compiled module. Running jobs end as engine failures. */
	async shutdown(): Promise<void> {
		clearTimeout(this.idleTimer);
		this.idle.length = 0;
		this.module = undefined;
		await Promise.all([...this.alive].map((worker) => worker.terminate()));
	}

	private startWaiting(): void {
		while (this.busy < MAX_WORKERS) {
			const task = this.queue.shift();
			if (task === undefined) return;
			this.busy += 1;
			void this.perform(task).finally(() => {
				this.busy -= 1;
				this.startWaiting();
				if (this.busy === 0) this.dropWhenIdle();
			});
		}
	}

	private async perform(task: Task): Promise<void> {
		clearTimeout(this.idleTimer);
		try {
			const worker = this.idle.pop() ?? (await this.startWorker());
			const result = await runOn(worker, task.job);
			if (this.alive.has(worker)) this.idle.push(worker);
			if (result.exitCode !== 0) await removeHalf(task.job);
			task.resolve(result);
		} catch (reason) {
			await removeHalf(task.job);
			task.reject(reason as Error);
		}
	}

	private async startWorker(): Promise<Worker> {
		try {
			if (this.module !== undefined) return this.spawn({ module: await this.module });
			const first = this.spawn({});
			this.module = firstMessage<WebAssembly.Module>(first);
			await this.module;
			return first;
		} catch (reason) {
			this.module = undefined;
			throw new EngineFailure('start', `It does not start: ${messageOf(reason)}`, {
				cause: reason,
			});
		}
	}

	private spawn(setup: Pick<WorkerSetup, 'module'>): Worker {
		const workerData: WorkerSetup = {
			wasmPath: WASM_PATH,
			...setup,
		};
		// No environment and no flags of n8n's own process: the worker needs neither. Its JavaScript only hands
		// numbers over; FFmpeg's memory, and the module's code, are not counted here.
		const worker = new Worker(join(__dirname, 'embeddedWorker.js'), {
			workerData,
			env: {},
			execArgv: [],
			resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 },
		});
		this.alive.add(worker);
		worker.on('error', () => undefined); // the exit that follows is what counts
		worker.once('exit', () => {
			this.alive.delete(worker);
			const index = this.idle.indexOf(worker);
			if (index >= 0) this.idle.splice(index, 1);
		});
		return worker;
	}

	private dropWhenIdle(): void {
		clearTimeout(this.idleTimer);
		this.idleTimer = setTimeout(() => void this.shutdown(), IDLE_MS).unref();
	}
}

/** The output is written in place: what a run that failed has written of it goes. */
const removeHalf = async ({ outputPath }: EngineJob): Promise<void> =>
	await rm(outputPath, { force: true }).catch(() => {});

const messageOf = (reason: unknown): string =>
	reason instanceof Error ? reason.message : String(reason);

/** A worker's first message, or a rejection with the reason why it ended without one. */
function firstMessage<T>(worker: Worker): Promise<T> {
	return new Promise((resolve, reject) => {
		let reason: Error | undefined;
		worker.once('message', resolve);
		worker.once('error', (thrown: Error) => (reason = thrown));
		worker.once('exit', (code) =>
			reject(reason ?? new Error(`its worker ended with code ${code}`)),
		);
	});
}

/** One job on one worker. A worker that is killed or crashes is never used again. */
function runOn(worker: Worker, job: EngineJob): Promise<EngineResult> {
	return new Promise((resolve, reject) => {
		let verdict: Error | undefined;
		const kill = (reason: Error): void => {
			verdict ??= reason;
			void worker.terminate();
		};
		const onAbort = (): void => kill(cancelled());
		const startedMs = performance.now();
		const timer = setTimeout(() => kill(new OutOfTime(job.timeoutMs)), job.timeoutMs);
		const settle = (finish: () => void): void => {
			clearTimeout(timer);
			job.signal?.removeEventListener('abort', onAbort);
			worker.removeAllListeners('message');
			worker.off('error', onError);
			worker.off('exit', onExit);
			worker.unref();
			finish();
		};
		const onError = (reason: Error): void => {
			verdict ??= new EngineFailure('run', `The worker crashed: ${reason.message}`);
		};
		const onExit = (): void =>
			settle(() => reject(verdict ?? new EngineFailure('run', 'The worker ended early')));

		worker.on('error', onError);
		worker.once('exit', onExit);
		worker.once('message', (reply: WorkerReply) => {
			if (verdict !== undefined) return; // being killed: the exit settles it
			if ('exitCode' in reply) {
				const workedMs = performance.now() - startedMs;
				return settle(() => resolve({ ...reply, workedMs }));
			}
			kill(new EngineFailure('run', `It stopped: ${reply.crash}`));
		});
		worker.ref();
		if (job.signal?.aborted) return onAbort();
		job.signal?.addEventListener('abort', onAbort, { once: true });
		const request: WorkerRequest = {
			inputPath: job.inputPath,
			outputPath: job.outputPath,
			...job.arguments,
		};
		worker.postMessage(request);
	});
}

export const embeddedEngine = new EmbeddedEngine();
