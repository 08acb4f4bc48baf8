import { setTimeout as wait } from 'node:timers/promises';

import type { Change, Store } from './stores/store';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** The oldest go first past this many: others then take those entries for unclear. */
const MAX_WAITING = 10_000;

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
		for (const oldest of this.waiting) {
			if (this.waiting.size <= MAX_WAITING) break;
			this.waiting.delete(oldest);
		}
		void this.retry();
		return false;
	}

	close(): void {
		this.isClosed = true;
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
