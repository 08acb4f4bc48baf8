import { setTimeout as wait } from 'node:timers/promises';

import { format, parse, type Holding, type Holdings } from './holdings';
import type { SteadyWriter } from './steadyWriter';
import type { Store } from './stores/store';

/** A caller's hold on the events it is the first to bring. */
export interface EventClaim {
	/** Which of the events asked for nobody has taken yet. */
	fresh: ReadonlySet<string>;
	/** Their run was accepted: they count as seen from now on. */
	commit(): Promise<boolean>;
	/** It was not: the next delivery brings them again. */
	release(): Promise<boolean>;
}

/** Meta repeats what failed for an hour (Messenger) to 36 hours (Instagram). */
const SEEN_FOR_MS = 3 * 24 * 3_600_000;

/** Longer than n8n takes to answer a webhook; a process that is gone frees its events earlier. */
const PENDING_FOR_MS = 3_600_000;

const POLL_MS = 60;
const SEEN = 'seen';

/** Which webhook events have started a run, over all processes. */
export class Events {
	constructor(
		private readonly store: Store,
		private readonly holdings: Holdings,
		private readonly writer: SteadyWriter,
	) {}

	/**
	 * Claims those of the events that are new: all of them at once, and none while another delivery of
	 * any of them is undecided, so that no two callers wait for each other.
	 * @param keys see `hashedKey`
	 * @param patience ends the waiting
	 * @returns undefined if it was still undecided then
	 * @throws LedgerError if the ledger cannot be reached
	 */
	async claim(keys: readonly string[], patience: AbortSignal): Promise<EventClaim | undefined> {
		const holding = await this.holdings.begin();
		try {
			for (;;) {
				const { taken, isUndecided } = await this.take([...new Set(keys)], holding);
				if (!isUndecided) return this.claimOn(taken, holding);
				await this.put(taken, holding, undefined);
				if (patience.aborted) break;
				// Two that hold half of each other's events must not try again in step.
				const pauseMs = POLL_MS * (0.5 + Math.random());
				await wait(pauseMs, undefined, { signal: patience }).catch(() => {});
			}
		} catch (fault) {
			// Some may have been claimed all the same; nothing was started with them.
			void this.put(keys, holding, undefined, () => this.holdings.end(holding));
			throw fault;
		}
		this.holdings.end(holding);
		return undefined;
	}

	/** Takes what is free or left behind; `isUndecided` if another is at work on any of the rest. */
	private async take(
		keys: readonly string[],
		holding: Holding,
	): Promise<{ taken: string[]; isUndecided: boolean }> {
		const next = format('pending', holding);
		const free = { expected: undefined, next, lifeMs: PENDING_FOR_MS };
		const found = await this.store.change(keys.map((key) => ({ key, ...free })));
		// Its own stands there already if a connection broke behind the first try.
		const isTaken = (value: string | undefined) => value === undefined || value === next;
		const taken = keys.filter((_, index) => isTaken(found[index]));
		const others = keys.flatMap((key, index) => {
			const value = found[index] ?? '';
			const other = value === next ? undefined : parse('pending', value);
			return other ? [{ key, value, other }] : [];
		});
		if (others.length === 0) return { taken, isUndecided: false };
		const states = await this.holdings.judge(others.map(({ other }) => other));
		const leftBehind = others.filter((_, index) => states[index] !== 'active');
		const before = await this.store.change(
			leftBehind.map(({ key, value }) => ({ key, ...free, expected: value })),
		);
		const takenOver = leftBehind.filter(({ value }, index) => before[index] === value);
		return {
			taken: [...taken, ...takenOver.map(({ key }) => key)],
			isUndecided: takenOver.length < others.length,
		};
	}

	private claimOn(keys: readonly string[], holding: Holding): EventClaim {
		let isSettled = false;
		const end = async (next: string | undefined) => {
			if (isSettled) return true;
			isSettled = true;
			return await this.put(keys, holding, next, () => this.holdings.end(holding));
		};
		return {
			fresh: new Set(keys),
			commit: async () => await end(SEEN),
			release: async () => await end(undefined),
		};
	}

	private async put(
		keys: readonly string[],
		holding: Holding,
		next: string | undefined,
		onWritten = () => {},
	): Promise<boolean> {
		if (keys.length === 0) {
			onWritten();
			return true;
		}
		const expected = format('pending', holding);
		const changes = keys.map((key) => ({ key, expected, next, lifeMs: SEEN_FOR_MS }));
		return await this.writer.write(changes, onWritten);
	}
}
