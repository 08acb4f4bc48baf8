import { hashedKey } from './keys';
import type { Store } from './stores/store';

/** An account's place in Meta's rate limits, over all processes. */
export class Slots {
	constructor(private readonly store: Store) {}

	/**
	 * Takes the account's next slot in a bucket.
	 * @param intervalMs between two slots of this bucket
	 * @returns milliseconds to wait for it, the end of a pause included
	 * @throws LedgerError
	 */
	async take(account: string, bucket: string, intervalMs: number): Promise<number> {
		const pauseKey = pauseKeyOf(account);
		return await this.store.takeSlot({ key: `${pauseKey}:${bucket}`, pauseKey, intervalMs });
	}

	/**
	 * Holds all of the account's buckets back for a while.
	 * @throws LedgerError
	 */
	async pause(account: string, forMs: number): Promise<void> {
		await this.store.pause(pauseKeyOf(account), forMs);
	}

	/**
	 * Milliseconds until the account may go on; 0 when it may.
	 * @throws LedgerError
	 */
	async pausedForMs(account: string): Promise<number> {
		return await this.store.pausedForMs(pauseKeyOf(account));
	}
}

const pauseKeyOf = (account: string): string => hashedKey('slots', account);
