import { setTimeout as wait } from 'node:timers/promises';

import { format, parse, type Holding, type Holdings } from './holdings';
import type { SteadyWriter } from './steadyWriter';
import type { Store } from './stores/store';

/** What Meta answered: ids and numbers, nothing a customer wrote. */
export type Receipt = Record<string, string | number | boolean>;

export type ClaimResult =
	/** Nobody has sent it, and nobody else will until the claim is settled. */
	| { state: 'claimed'; claim: SendClaim }
	| { state: 'sent'; receipt: Receipt }
	/** Posted, or about to be, by a process that is gone or got no answer. */
	| { state: 'unknown'; sinceMs: number }
	/** Another process was still at it when the patience ended. */
	| { state: 'busy' };

/**
 * The right to send one message. Each ending resolves with false if the ledger did not take it at
 * once; it is then written in the background.
 */
export interface SendClaim {
	sent(receipt: Receipt): Promise<boolean>;
	unknown(): Promise<boolean>;
	/** Certainly not sent: whoever comes next may. */
	release(): Promise<boolean>;
}

/** Ninety days: longer than any queue repeats, and shorter than records of persons should be kept. */
const KEPT_MS = 90 * 24 * 3_600_000;

interface Attempt {
	key: string;
	keptMs: number;
	holding: Holding;
}

const POLL_MS = 150;

const SENT = 'sent:';

/** Which messages have gone out, over all processes: each key once. */
export class Sends {
	constructor(
		private readonly store: Store,
		private readonly holdings: Holdings,
		private readonly writer: SteadyWriter,
	) {}

	/**
	 * Claims a key right before its message is posted. While another process is at it, waits for what
	 * becomes of it.
	 * @param key see `hashedKey`
	 * @param patience ends the waiting
	 * @param keptMs how long the ledger knows what became of it
	 * @throws LedgerError if the ledger cannot be reached
	 */
	async claim(key: string, patience: AbortSignal, keptMs = KEPT_MS): Promise<ClaimResult> {
		const holding = await this.holdings.begin();
		try {
			const result = await this.take({ key, keptMs, holding }, patience);
			if (result.state !== 'claimed') this.holdings.end(holding);
			return result;
		} catch (fault) {
			// It may have been claimed all the same; nothing was sent with it.
			void this.claimOn({ key, keptMs, holding }).release();
			throw fault;
		}
	}

	private async take(attempt: Attempt, patience: AbortSignal): Promise<ClaimResult> {
		const { key, keptMs: lifeMs, holding } = attempt;
		const held = format('held', holding);
		let expected: string | undefined;
		for (;;) {
			const [found] = await this.store.change([{ key, expected, next: held, lifeMs }]);
			// Its own stands there already if a connection broke behind the first try.
			if (found === expected || found === held)
				return { state: 'claimed', claim: this.claimOn(attempt) };
			if (found === undefined) {
				expected = undefined;
				continue;
			}
			if (found.startsWith(SENT)) {
				return { state: 'sent', receipt: JSON.parse(found.slice(SENT.length)) as Receipt };
			}
			const unknown = parse('unknown', found);
			if (unknown) return { state: 'unknown', sinceMs: unknown.sinceMs };
			const other = parse('held', found);
			const [state] = other ? await this.holdings.judge([other]) : [];
			expected = undefined;
			if (state === 'lost') {
				expected = found;
			} else if (other && state === 'abandoned') {
				const next = format('unknown', other);
				await this.store.change([{ key, expected: found, next, lifeMs }]);
			} else {
				if (patience.aborted) return { state: 'busy' };
				await wait(POLL_MS, undefined, { signal: patience }).catch(() => {});
			}
		}
	}

	private claimOn({ key, keptMs: lifeMs, holding }: Attempt): SendClaim {
		const end = async (next: string | undefined) => {
			// Whoever took this process for gone has noted that the outcome is unknown; now it is known.
			const standing = ['held', 'unknown'].map((state) => format(state, holding));
			const changes = standing.map((expected) => ({ key, expected, next, lifeMs }));
			return await this.writer.write(changes, () => this.holdings.end(holding));
		};
		return {
			sent: async (receipt) => await end(SENT + JSON.stringify(receipt)),
			unknown: async () => await end(format('unknown', holding)),
			release: async () => await end(undefined),
		};
	}
}
