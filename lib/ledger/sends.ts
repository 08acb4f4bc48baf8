import { setTimeout as wait } from 'node:timers/promises';

import { format, parse, type Holding, type Holdings } from './holdings';
import { hashedKey } from './keys';
import type { SteadyWriter } from './steadyWriter';
import { startStopwatch } from './stopwatch';
import type { Change, Store } from './stores/store';

/** What Meta answered: ids and numbers, nothing a customer wrote. */
export type Receipt = Record<string, string | number | boolean>;

export type ClaimResult =
	/**
	 * Nobody else will send it until the claim is settled, and nobody has; or somebody may have at
	 * `postedAtMs`, which the caller is to find out.
	 */
	| { state: 'claimed'; claim: SendClaim; postedAtMs?: number }
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
	/** @param postedAtMs when it may have been posted, if not with this claim; 0 where nobody knows */
	unknown(postedAtMs?: number): Promise<boolean>;
	/** Certainly not sent with this claim: it stands as before. */
	release(): Promise<boolean>;
	/**
	 * What was posted before certainly did not arrive: the claim is from now on for a message of its own.
	 * @returns false if the claim is another's meanwhile
	 * @throws LedgerError
	 */
	startOver(): Promise<boolean>;
	/**
	 * Whether nobody has taken the claim over, as they do when this process was stopped for a while. Asks
	 * only if so much time has passed that they may have.
	 * @throws LedgerError
	 */
	isHeld(): Promise<boolean>;
}

export interface ClaimOptions {
	/** How long the ledger knows what became of the message. */
	keptMs?: number;
	/** Claims what is unknown, too, from the one who left it. */
	takesOver?: boolean;
}

/** Ninety days: longer than any queue repeats, and shorter than records of persons should be kept. */
const KEPT_MS = 90 * 24 * 3_600_000;

/** How long a message is known by Meta's id, whose echo may be repeated for 36 hours. */
const KNOWN_BY_ID_MS = 2 * 24 * 3_600_000;

interface Attempt {
	key: string;
	keptMs: number;
	takesOver: boolean;
	holding: Holding;
	/** Milliseconds since it began. */
	ageMs: () => number;
	/** When the one it was taken over from may have posted it. */
	postedAtMs?: number | undefined;
}

/** The entry of an attempt. One that was taken over keeps its time, should this process end as well. */
const entryOf = (state: 'held' | 'unknown', { holding, postedAtMs }: Attempt): string =>
	format(state, { ...holding, sinceMs: postedAtMs ?? holding.sinceMs });

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
	 * @throws LedgerError if the ledger cannot be reached
	 */
	async claim(
		key: string,
		patience: AbortSignal,
		{ keptMs = KEPT_MS, takesOver = false }: ClaimOptions = {},
	): Promise<ClaimResult> {
		const ageMs = startStopwatch();
		const holding = await this.holdings.begin();
		const attempt: Attempt = { key, keptMs, takesOver, holding, ageMs };
		try {
			const result = await this.take(attempt, patience);
			if (result.state !== 'claimed') this.holdings.end(holding);
			return result;
		} catch (fault) {
			// It may have been claimed all the same; nothing was sent with it.
			void this.claimOn(attempt).release();
			throw fault;
		}
	}

	private async take(attempt: Attempt, patience: AbortSignal): Promise<ClaimResult> {
		const { key, keptMs: lifeMs, takesOver } = attempt;
		let expected: string | undefined;
		for (;;) {
			const held = entryOf('held', attempt);
			const [found] = await this.store.change([{ key, expected, next: held, lifeMs }]);
			// Its own stands there already if a connection broke behind the first try.
			if (found === expected || found === held) {
				const { postedAtMs } = attempt;
				const claim = this.claimOn(attempt);
				return { state: 'claimed', claim, ...(postedAtMs === undefined ? {} : { postedAtMs }) };
			}
			delete attempt.postedAtMs;
			if (found === undefined) {
				expected = undefined;
				continue;
			}
			if (found.startsWith(SENT)) {
				return { state: 'sent', receipt: JSON.parse(found.slice(SENT.length)) as Receipt };
			}
			const unknown = parse('unknown', found);
			if (unknown && !takesOver) return { state: 'unknown', sinceMs: unknown.sinceMs };
			if (unknown) {
				attempt.postedAtMs = unknown.sinceMs;
				expected = found;
				continue;
			}
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

	/**
	 * Notes a message by Meta's id before its claim is settled, or where it has none.
	 * @returns false if that is written in the background
	 */
	async know(messageId: string): Promise<boolean> {
		return await this.writer.write(toKnow({ messageId }), () => {});
	}

	/** Whether a message of Meta's is one that the ledger has seen go out. */
	async isKnown(messageId: string): Promise<boolean> {
		const [found] = await this.store.read([knownAs(messageId)]);
		return found !== undefined;
	}

	private claimOn(attempt: Attempt): SendClaim {
		const { key, keptMs: lifeMs } = attempt;
		const end = async (next: string | undefined, more: readonly Change[] = []) => {
			// Whoever took this process for gone has noted that the outcome is unknown; now it is known.
			const standing = [entryOf('held', attempt), entryOf('unknown', attempt)];
			const changes = standing.map((expected) => ({ key, expected, next, lifeMs }));
			return await this.writer.write([...changes, ...more], () =>
				this.holdings.end(attempt.holding),
			);
		};
		return {
			sent: async (receipt) => await end(SENT + JSON.stringify(receipt), toKnow(receipt)),
			unknown: async (postedAtMs = attempt.postedAtMs) =>
				await end(entryOf('unknown', { ...attempt, postedAtMs })),
			release: async () =>
				await end(attempt.postedAtMs === undefined ? undefined : entryOf('unknown', attempt)),
			startOver: async () => {
				const expected = entryOf('held', attempt);
				attempt.holding.sinceMs = Date.now();
				delete attempt.postedAtMs;
				const next = entryOf('held', attempt);
				const [found] = await this.store.change([{ key, expected, next, lifeMs }]);
				return found === expected || found === next;
			},
			isHeld: async () => {
				if (attempt.ageMs() < this.holdings.certainForMs) return true;
				const [found] = await this.store.read([key]);
				return found === entryOf('held', attempt);
			},
		};
	}
}

const knownAs = (messageId: string): string => hashedKey('message', messageId);

function toKnow({ messageId }: Receipt): Change[] {
	if (typeof messageId !== 'string') return [];
	const lifeMs = KNOWN_BY_ID_MS;
	return [{ key: knownAs(messageId), expected: undefined, next: '1', lifeMs }];
}
