/** What Meta counts apart. */
export type Bucket = 'media' | 'text' | 'conversations';

/**
 * Meta takes ten audio or video messages a second from one account, a hundred of any other kind (300
 * on Messenger), and two calls of the Conversations API.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting,
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 * A twentieth more than that between two of them, because the network does not keep the distance:
 * ten notes then always span more than a second on arrival.
 */
export const SLOT_INTERVAL_MS: Readonly<Record<Bucket, number>> = {
	media: 105,
	text: 10.5,
	conversations: 525,
};

/**
 * The twentieth of a second that the intervals leave over: sends that come at most so much later than their
 * slots are still within the limit in any one second, whichever bucket.
 */
export const MAX_LATE_MS = 50;

/**
 * Spaces sends per account, and holds an account back while Meta throttles it: calling on would lengthen
 * the block. Where it keeps what it knows decides who keeps to it: one process or several.
 */
export interface RateLimiter {
	/** Takes the account's next free slot in a bucket; returns how many milliseconds to wait for it. */
	takeSlot(account: string, bucket: Bucket): Promise<number>;
	/** Holds all sends of the account back for a while. */
	pause(account: string, waitMs: number): Promise<void>;
	/** Milliseconds until this account may send again after Meta's throttle; 0 when it is free. */
	pausedForMs(account: string): Promise<number>;
}

/** What is known of an account. */
interface AccountRate {
	nextAtMs: Record<Bucket, number>;
	pausedUntilMs: number;
}

/** Idle accounts are forgotten past this many, oldest first. */
const MAX_ACCOUNTS = 1000;

/** Over all executions of this process, and no others. */
export class LocalRateLimiter implements RateLimiter {
	private readonly accounts = new Map<string, AccountRate>();

	constructor(private readonly now: () => number = Date.now) {}

	async pausedForMs(account: string): Promise<number> {
		return Math.max(0, (this.accounts.get(account)?.pausedUntilMs ?? 0) - this.now());
	}

	async takeSlot(account: string, bucket: Bucket): Promise<number> {
		const rate = this.rateOf(account);
		const slotAtMs = Math.max(this.now(), rate.nextAtMs[bucket], rate.pausedUntilMs);
		rate.nextAtMs[bucket] = slotAtMs + SLOT_INTERVAL_MS[bucket];
		return slotAtMs - this.now();
	}

	async pause(account: string, waitMs: number): Promise<void> {
		const rate = this.rateOf(account);
		rate.pausedUntilMs = Math.max(rate.pausedUntilMs, this.now() + waitMs);
	}

	private rateOf(account: string): AccountRate {
		const known = this.accounts.get(account);
		// Re-inserted, so that the map's order is the order of last use.
		this.accounts.delete(account);
		const nextAtMs = { media: 0, text: 0, conversations: 0 };
		const rate = known ?? { nextAtMs, pausedUntilMs: 0 };
		this.accounts.set(account, rate);
		if (this.accounts.size > MAX_ACCOUNTS) {
			const oldest = this.accounts.keys().next();
			if (!oldest.done) this.accounts.delete(oldest.value);
		}
		return rate;
	}
}
