import { untilAborted } from '../../../lib/untilAborted';
import { cancelled } from '../../shared/failure';

/** Lets one holder at a time have a key, first come first served. */
export class KeyedLock {
	private readonly tails = new Map<string, Promise<void>>();

	/**
	 * Runs the task while it holds all keys. Its place in each queue is taken at once, in the
	 * order given: callers that need several kinds of keys name them in the same order everywhere.
	 * @throws SvaraError `cancelled` if the signal aborts while it waits; a task that has begun goes on
	 */
	async hold<T>(keys: string[], task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		const ahead = Promise.all(keys.map((key) => this.tails.get(key) ?? Promise.resolve()));
		let release = () => {};
		const released = new Promise<void>((resolve) => (release = resolve));
		// Whoever leaves the queue early still stands in it for those behind.
		const done = ahead.then(async () => await released);
		for (const key of keys) this.tails.set(key, done);
		void done.then(() => {
			for (const key of keys) if (this.tails.get(key) === done) this.tails.delete(key);
		});
		try {
			await untilAborted(ahead, signal);
			if (signal?.aborted) throw cancelled();
			return await task();
		} finally {
			release();
		}
	}
}
