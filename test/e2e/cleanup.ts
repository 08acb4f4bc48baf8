/** Whatever has been started, ended in reverse order when it is time to stop. */
export class Cleanup {
	private readonly steps: Array<() => Promise<void>> = [];
	private readonly closing = new AbortController();

	/** Aborted as soon as closing begins: for child processes that need no more than that. */
	readonly signal = this.closing.signal;

	/** To be called in the same breath as the start; runs at once when closing has begun. */
	onClose(step: () => Promise<void>): void {
		if (this.signal.aborted) void attempt(step);
		else this.steps.push(step);
	}

	/** Runs every step, also after one that failed. A second call finds nothing left to do. */
	async close(): Promise<void> {
		this.closing.abort();
		for (let step = this.steps.pop(); step; step = this.steps.pop()) await attempt(step);
	}
}

async function attempt(step: () => Promise<void>): Promise<void> {
	try {
		await step();
	} catch (error) {
		console.error(error);
	}
}
