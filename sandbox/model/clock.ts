/** What a state file keeps of a clock. */
export interface SavedClock {
	/** Ahead of the machine's clock, ms. */
	offsetMs: number;
	/** Where it was stopped, ms since the epoch. */
	frozenAt?: number | undefined;
}

/**
 * The sandbox's only time. It ticks with the machine's clock from an offset that tests can move,
 * so that a 24-hour window closes without anybody waiting. Everything counts on it: windows,
 * token, attachment and media link expiry, webhook retries, and the send limits (which therefore
 * follow real time until a test freezes the clock or jumps ahead).
 */
export class Clock {
	private offsetMs = 0;
	private frozenAt: number | undefined;
	private readonly listeners: Array<() => void> = [];

	/** Milliseconds since the Unix epoch, as the sandbox sees it. */
	now(): number {
		return (this.frozenAt ?? Date.now()) + this.offsetMs;
	}

	/** Moves the sandbox `ms` milliseconds into the future; works on a frozen clock too. */
	advance(ms: number): void {
		if (!Number.isFinite(ms) || ms < 0) {
			throw new RangeError(`The clock only moves forward: got ${ms} ms`);
		}
		this.offsetMs += ms;
		for (const listener of this.listeners) listener();
	}

	/** Begins at another time, ms since the epoch; a past one too, as long as nothing has happened. */
	startAt(ms: number): void {
		this.offsetMs = ms - (this.frozenAt ?? Date.now());
	}

	save(): SavedClock {
		return { offsetMs: this.offsetMs, frozenAt: this.frozenAt };
	}

	/** @throws TypeError for what is no clock */
	restore({ offsetMs, frozenAt }: SavedClock): void {
		if (!Number.isFinite(offsetMs)) throw new TypeError('A clock needs an offset');
		this.offsetMs = offsetMs;
		this.frozenAt = frozenAt;
	}

	/** Calls `listener` after every `advance`. */
	onAdvance(listener: () => void): void {
		this.listeners.push(listener);
	}

	/** Stops ticking: only `advance` moves time, so a second never passes by itself. */
	freeze(): void {
		this.frozenAt ??= Date.now();
	}

	/** Back to the machine's time, ticking. */
	reset(): void {
		this.offsetMs = 0;
		this.frozenAt = undefined;
	}
}
