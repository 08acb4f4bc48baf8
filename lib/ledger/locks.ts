import { setTimeout as wait } from 'node:timers/promises';

import { format, parse, type Holdings } from './holdings';
import type { SteadyWriter } from './steadyWriter';
import type { Store } from './stores/store';

/** Lets the next one in. Resolves with false if that is written in the background. */
export type Unlock = () => Promise<boolean>;

/** Longer than anything is done under a lock: the longest 'Timeout' is an hour. */
const KEPT_MS = 2 * 3_600_000;

const POLL_MS = 50;

/** One at a time over all processes. A lock ends with its holder, or with the process that holds it. */
export class Locks {
	constructor(
		private readonly store: Store,
		private readonly holdings: Holdings,
		private readonly writer: SteadyWriter,
	) {}

	/**
	 * Waits for a lock; those that wait get it in no particular order.
	 * @param key see `hashedKey`
	 * @param patience ends the waiting
	 * @returns undefined if another had it until then
	 * @throws LedgerError
	 */
	async take(key: string, patience: AbortSignal): Promise<Unlock | undefined> {
		const holding = await this.holdings.begin();
		const held = format('held', holding);
		const unlock = async () =>
			await this.writer.write([{ key, expected: held, next: undefined, lifeMs: KEPT_MS }], () =>
				this.holdings.end(holding),
			);
		try {
			for (let expected: string | undefined; ;) {
				const [found] = await this.store.change([{ key, expected, next: held, lifeMs: KEPT_MS }]);
				// Its own stands there already if a connection broke behind the first try.
				if (found === expected || found === held) return unlock;
				const other = parse('held', found ?? '');
				const [state] = other ? await this.holdings.judge([other]) : [];
				expected = state === 'lost' || state === 'abandoned' ? found : undefined;
				if (expected !== undefined || found === undefined) continue;
				if (patience.aborted) break;
				await wait(POLL_MS * (0.5 + Math.random()), undefined, { signal: patience }).catch(
					() => {},
				);
			}
		} catch (fault) {
			// It may have been taken all the same.
			void unlock();
			throw fault;
		}
		this.holdings.end(holding);
		return undefined;
	}
}
