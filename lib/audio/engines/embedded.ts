import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { cancelled } from '../errors';
import { EngineFailure } from './engine';
import type { Engine, EngineJob, EngineResult } from './engine';
import type { WorkerReply, WorkerRequest, WorkerSetup } from './embeddedWorker';

/** More workers than cores gain nothing, and each takes some 50 MB inside n8n's process. */
const MAX_WORKERS = Math.min(2, availableParallelism());

/** Idle workers and the compiled module hold some 100 MB: keep them for a batch, not for the night. */
const IDLE_MS = 30_000;

interface Task {
	job: EngineJob;
	resolve(result: EngineResult): void;
	reject(reason: Error): void;
}

/** A pool of worker threads that run FFmpeg as WebAssembly: no files, no network, no processes. */
class EmbeddedEngine implements Engine {
	readonly name = 'embedded';
	private setup?: Promise<WorkerSetup>;
	private readonly queue: Task[] = [];
	private readonly idle: Worker[] = [];
	private readonly alive = new Set<Worker>();
	/** Workers running or being started: counted before the first await, so that the cap holds. */
	private busy = 0;
	private idleTimer?: NodeJS.Timeout;

	run(job: EngineJob): Promise<EngineResult> {
		return new Promise((resolve, reject) => {
			const task: Task = { job, resolve, reject };
			if (job.signal?.aborted) return reject(cancelled());
			const leaveQueue = (): void => {
				const index = this.queue.indexOf(task);
				if (index < 0) return;
				this.queue.splice(index, 1);
				reject(cancelled());
			};
			job.signal?.addEventListener('abort', leaveQueue, { once: true });
			task.resolve = (result) => {
				job.signal?.removeEventListener('abort', leaveQueue);
				resolve(result);
			};
			task.reject = (reason) => {
				job.signal?.removeEventListener('abort', leaveQueue);
				reject(reason);
			};
			this.queue.push(task);
			this.startWaiting();
		});
	}

	/** Ends every worker and forgets the compiled module. Running jobs end as engine failures. */
	async shutdown(): Promise<void> {
		clearTimeout(this.idleTimer);
		this.idle.length = 0;
		this.setup = undefined;
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
			task.resolve(result);
		} catch (reason) {
			task.reject(reason as Error);
		}
	}

	private async startWorker(): Promise<Worker> {
		this.setup ??= loadCore();
		try {
			const workerData = await this.setup;
			// No environment and no flags of n8n's own process: the worker needs neither.
			const worker = new Worker(join(__dirname, 'embeddedWorker.js'), {
				workerData,
				env: {},
				execArgv: [],
			});
			worker.unref();
			this.alive.add(worker);
			worker.on('error', () => undefined);
			worker.once('exit', () => {
				this.alive.delete(worker);
				const index = this.idle.indexOf(worker);
				if (index >= 0) this.idle.splice(index, 1);
			});
			return worker;
		} catch (reason) {
			this.setup = undefined;
			throw new EngineFailure('start', `The embedded engine does not start: ${String(reason)}`, {
				cause: reason,
			});
		}
	}

	private dropWhenIdle(): void {
		clearTimeout(this.idleTimer);
		this.idleTimer = setTimeout(() => void this.shutdown(), IDLE_MS).unref();
	}
}

/** Compiles off the main thread's time (V8 does it in the background), once for all workers. */
async function loadCore(): Promise<WorkerSetup> {
	const bytes = await readFile(require.resolve('@ffmpeg/core/wasm'));
	return {
		corePath: require.resolve('@ffmpeg/core'),
		module: await WebAssembly.compile(bytes),
	};
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
		const timer = setTimeout(
			() => kill(new EngineFailure('run', `Still running after ${job.timeoutMs / 1000} s`)),
			job.timeoutMs,
		);
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
			if ('exitCode' in reply) return settle(() => resolve(reply));
			kill(new EngineFailure('run', `FFmpeg crashed: ${reply.crash}`));
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
