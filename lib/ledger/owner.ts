import { randomUUID } from 'node:crypto';

import { startStopwatch } from './stopwatch';
import type { Store } from './stores/store';

/** A process that has not shown itself for this long counts as gone: three heartbeats. */
export const GONE_AFTER_MS = 15_000;

const keyOf = (id: string): string => `owner:{${id}}`;

/**
 * This process among all that share the ledger. What it holds counts as held while its heartbeat is
 * there. One that hangs for longer counts as gone, too: others then take what it claimed for
 * unclear, never for free to be sent again.
 */
export class Owner {
	readonly id = randomUUID();
	private timer: NodeJS.Timeout | undefined;
	private sinceShownMs = () => Infinity;

	constructor(
		private readonly store: Store,
		private readonly goneAfterMs: number,
	) {}

	/** Between two heartbeats. */
	get everyMs(): number {
		return this.goneAfterMs / 3;
	}

	/** Makes sure that others see this process for one heartbeat more; to be called before anything is claimed. */
	async show(): Promise<void> {
		const { everyMs } = this;
		this.timer ??= setInterval(() => void this.beat().catch(() => {}), everyMs).unref();
		if (this.sinceShownMs() > everyMs * 2) await this.beat();
	}

	/** Which of these owners are there. */
	async areAlive(ids: readonly string[]): Promise<ReadonlySet<string>> {
		const others = [...new Set(ids)].filter((id) => id !== this.id);
		const found = others.length > 0 ? await this.store.read(others.map(keyOf)) : [];
		return new Set([this.id, ...others.filter((_, index) => found[index] !== undefined)]);
	}

	stop(): void {
		clearInterval(this.timer);
	}

	private async beat(): Promise<void> {
		// Before the store is asked: its answer may lie unread while this process is stopped.
		const sinceShownMs = startStopwatch();
		const entry = { key: keyOf(this.id), lifeMs: this.goneAfterMs };
		const [found] = await this.store.change([{ ...entry, expected: '1', next: '1' }]);
		if (found === undefined)
			await this.store.change([{ ...entry, expected: undefined, next: '1' }]);
		this.sinceShownMs = sinceShownMs;
	}
}
