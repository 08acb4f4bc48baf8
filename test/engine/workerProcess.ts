import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Orders } from './worker';

export interface WorkerProcess {
	/** The next thing it says; rejects when it has ended without a word. */
	next<T>(): Promise<T>;
	signal(name: NodeJS.Signals): void;
	/** How it ended. */
	ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts `worker.ts` in a process of its own. */
export function startWorker(orders: Orders): WorkerProcess {
	const file = join(__dirname, 'worker.js');
	const child = spawn(process.execPath, ['--no-warnings', file, JSON.stringify(orders)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const ended = once(child, 'exit').then(([code, signal]) => ({
		code: code as number | null,
		signal: signal as NodeJS.Signals | null,
	}));
	return {
		async next<T>() {
			const { value, done } = await lines.next();
			if (done) throw new Error('The worker has ended without a word');
			return JSON.parse(value) as T;
		},
		signal: (name) => void child.kill(name),
		ended,
	};
}

/** Runs workers that share n8n's folder, and with it the ledger; ends those that are left. */
export async function withWorkers(
	test: (start: (orders: DistributiveOmit<Orders, 'home'>) => WorkerProcess) => Promise<void>,
): Promise<void> {
	const home = await mkdtemp(join(tmpdir(), 'svara-workers-'));
	const workers: WorkerProcess[] = [];
	try {
		await test((orders) => {
			const worker = startWorker({ home, ...orders });
			workers.push(worker);
			return worker;
		});
	} finally {
		for (const worker of workers) worker.signal('SIGKILL');
		await Promise.all(workers.map(async ({ ended }) => await ended));
		await rm(home, { recursive: true, force: true });
	}
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
