/** Lets one holder at a time have a key, first come first served. */
export class KeyedLock {
	private readonly tails = new Map<string, Promise<void>>();

	/**
	 * Runs the task while it holds all keys. Its place in each queue is taken at once, in the
	 * order given: callers that need several kinds of keys name them in the same order everywhere.
	 */
	async hold<T>(keys: string[], task: () => Promise<T>): Promise<T> {
		const before = keys.map((key) => this.tails.get(key) ?? Promise.resolve());
		let release = () => {};
		const done = new Promise<void>((resolve) => (release = resolve));
		for (const key of keys) this.tails.set(key, done);
		try {
			await Promise.all(before);
			return await task();
		} finally {
			release();
			for (const key of keys) if (this.tails.get(key) === done) this.tails.delete(key);
		}
	}
}
