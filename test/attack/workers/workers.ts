import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { SHIFTED_CLOCK } from '../../ledger/rivals';
import type { Answer, ItemReport, Line, Order } from './sender';

/** Verify calls a message absent a minute after its claim: it is claimed by clocks that are behind. */
export const CLOCK_BEHIND_MS = 120_000;

/** What an order came to; `killed`: its worker was, and nobody knows how far it had come. */
export type Outcome = { isFromFuture: boolean } & (
	{ kind: 'reported'; items: ItemReport[] } | { kind: 'killed' }
);

interface Worker {
	run(order: Order): Promise<Outcome>;
	setClockAhead(aheadMs: number): void;
	/** Resolves when it is gone; its orders end as `killed`. */
	kill(): Promise<void>;
}

/** Starts a worker; it takes orders at once, and begins with them when n8n is loaded. */
function startWorker(env: Record<string, string>): Worker {
	const child = spawn(
		process.execPath,
		[
			'--no-warnings',
			`--require=${SHIFTED_CLOCK}`,
			join(__dirname, 'sender.js'),
			JSON.stringify(env),
		],
		{ stdio: ['pipe', 'pipe', 'inherit'] },
	);
	// Writing to one that was killed.
	child.stdin.on('error', () => {});
	const waiting = new Map<number, (answer?: Answer) => void>();
	const ended = once(child, 'close');
	let lastId = 0;
	let wasAhead = false;
	const tell = (line: Line) => void child.stdin.write(`${JSON.stringify(line)}\n`);

	createInterface({ input: child.stdout }).on('line', (text) => {
		if (!text.startsWith('{')) return;
		const answer = JSON.parse(text) as Answer;
		waiting.get(answer.id)?.(answer);
		waiting.delete(answer.id);
	});
	void ended.then(() => {
		for (const settle of waiting.values()) settle();
		waiting.clear();
	});
	const setClockAhead = (clockAheadMs: number) => {
		wasAhead ||= clockAheadMs > 0;
		tell({ clockAheadMs });
	};
	setClockAhead(-CLOCK_BEHIND_MS);
	return {
		setClockAhead,
		async run(order) {
			const id = ++lastId;
			const answer = await new Promise<Answer | undefined>((resolve) => {
				if (child.exitCode !== null || child.signalCode !== null) return resolve(undefined);
				waiting.set(id, resolve);
				tell({ id, order });
			});
			if (answer && 'fault' in answer) throw new Error(answer.fault);
			const isFromFuture = wasAhead;
			return answer
				? { kind: 'reported', items: answer.items, isFromFuture }
				: { kind: 'killed', isFromFuture };
		},
		async kill() {
			child.kill('SIGKILL');
			await ended;
		},
	};
}

/** Workers that share a ledger. */
export class Workers {
	private readonly all: Worker[];
	private readonly dying = new Set<Promise<void>>();

	/** @param env says where n8n and the ledger are */
	constructor(
		private readonly env: Record<string, string>,
		readonly count: number,
	) {
		this.all = Array.from({ length: count }, () => startWorker(env));
	}

	/** @throws Error if n8n did not end the execution as it should */
	async run(worker: number, order: Order): Promise<Outcome> {
		return await this.all[worker]!.run(order);
	}

	/** Kills a worker amid whatever it does; another takes its place. */
	kill(worker: number): void {
		const killed = this.all[worker]!.kill();
		this.dying.add(killed);
		this.all[worker] = startWorker(this.env);
	}

	setClockAhead(worker: number, aheadMs: number): void {
		this.all[worker]!.setClockAhead(aheadMs);
	}

	async close(): Promise<void> {
		await Promise.all([...this.dying, ...this.all.map(async (worker) => await worker.kill())]);
	}
}
