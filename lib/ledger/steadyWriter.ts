import { setTimeout as wait } from 'node:timers/promises';

import type { Change, Store } from './stores/store';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Releases past this many are dropped, the oldest first: nothing was done with what they let go of. */
const MAX_RELEASES = 10_000;

interface Writing {
	changes: readonly Change[];
	onWritten: () => void;
}

/**
 * Writes what has happened and must not be forgotten because the store was away for a moment: a message
 * that went out, an event that was taken.
 */
export class SteadyWriter {
	private readonly waiting = new Set<Writing>();
	private isRetrying = false;
	private isClosed = false;

	constructor(private readonly store: Store) {}

	/**
	 * Makes the changes, in the background if not at once.
	 * @returns false if the store did not take them now
	 */
	async write(changes: readonly Change[], onWritten: () => void): Promise<boolean> {
		const writing = { changes, onWritten };
		if (await this.tryOnce(writing)) return true;
		this.waiting.add(writing);
		this.dropReleases();
		void this.retry();
		return false;
	}

	close(): void {
		this.isClosed = true;
	}

	/**
	 * While the store is away every claim fails and leaves a release behind. What went out or is unknown is
	 * never dropped: nothing more is sent meanwhile, so those are few.
	 */
	private dropReleases(): void {
		if (this.waiting.size <= MAX_RELEASES) return;
		for (const writing of this.waiting) {
			if (writing.changes.some(({ next }) => next !== undefined)) continue;
			this.waiting.delete(writing);
			writing.onWritten();
			return;
		}
	}

	private async retry(): Promise<void> {
		if (this.isRetrying) return;
		this.isRetrying = true;
		let pauseMs = FIRST_PAUSE_MS;
		while (this.waiting.size > 0 && !this.isClosed) {
			await wait(pauseMs, undefined, { ref: false });
			pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
			for (const writing of this.waiting) {
				if (!(await this.tryOnce(writing))) break;
				this.waiting.delete(writing);
				pauseMs = FIRST_PAUSE_MS;
			}
		}
		this.isRetrying = false;
	}

	private async tryOnce({ changes, onWritten }: Writing): Promise<boolean> {
		try {
			// Made already where only the answer was lost: then nothing stands that was expected.
			await this.store.change(changes);
		} catch {
			return false;
		}
		onWritten();
		return true;
	}
}
