import {
	LocalRateLimiter,
	SLOT_INTERVAL_MS,
	type Bucket,
	type RateLimiter,
} from '../../../lib/graph';
import type { LedgerContext } from '../../shared/ledger';
import { preferLedger } from './preferLedger';

/** One for all executions of this process: Meta counts an account's calls, whatever execution they belong to. */
const local = new LocalRateLimiter();

/** Spaces an account's calls over all processes that share the ledger; without it, over those of this one. */
export class SharedRateLimiter implements RateLimiter {
	constructor(private readonly context: LedgerContext) {}

	async takeSlot(account: string, bucket: Bucket): Promise<number> {
		return await preferLedger(
			this.context,
			async ({ slots }) => await slots.take(account, bucket, SLOT_INTERVAL_MS[bucket]),
			async () => await local.takeSlot(account, bucket),
		);
	}

	async pause(account: string, waitMs: number): Promise<void> {
		// Here as well, should the ledger be gone before the pause is over.
		await local.pause(account, waitMs);
		await preferLedger(
			this.context,
			async ({ slots }) => await slots.pause(account, waitMs),
			() => {},
		);
	}

	async pausedForMs(account: string): Promise<number> {
		return await preferLedger(
			this.context,
			async ({ slots }) => await slots.pausedForMs(account),
			async () => await local.pausedForMs(account),
		);
	}
}
