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
