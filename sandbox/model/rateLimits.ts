import type { Clock } from './clock';

/**
 * The length of "a second" when counting. Meta does not publish how it counts; 100 ms of grace keep
 * a sender that spaces its requests correctly from being refused for the network's jitter.
 */
const SECOND_MS = 900;

/** Sliding-window counters, one per account and bucket. Refused calls do not count. */
export class RateLimits {
	private readonly calls = new Map<string, number[]>();

	constructor(private readonly clock: Clock) {}

	/**
	 * Counts one call.
	 * @param bucket what shares a limit, e.g. `17841400123456789/media`
	 * @param max calls allowed within the time
	 * @param withinMs by default a second
	 * @returns false if the call is over the limit
	 */
	take(bucket: string, max: number, withinMs = SECOND_MS): boolean {
		const recent = this.recent(bucket, withinMs);
		const isAllowed = recent.length < max;
		if (isAllowed) recent.push(this.clock.now());
		this.calls.set(bucket, recent);
		return isAllowed;
	}

	/** How many calls were counted within the time. */
	count(bucket: string, withinMs: number): number {
		return this.recent(bucket, withinMs).length;
	}

	private recent(bucket: string, withinMs: number): number[] {
		const now = this.clock.now();
		return (this.calls.get(bucket) ?? []).filter((at) => now - at < withinMs);
	}

	clear(): void {
		this.calls.clear();
	}
}

/** Which of Meta's limits a usage header speaks of. */
export type UsageType = 'instagram' | 'messenger' | 'pages';

/**
 * The headers Meta adds once an app or account has called a lot.
 * Source: Meta, "Graph API rate limits" (percentages; time to regain access in minutes).
 * @param accountId the business the header names
 * @param regainAccessMinutes minutes until calls are allowed again
 */
export function usageHeaders(
	accountId: string,
	regainAccessMinutes: number,
	type: UsageType = 'messenger',
): Record<string, string> {
	const full = { call_count: 100, total_cputime: 25, total_time: 25 };
	const business = { type, ...full, estimated_time_to_regain_access: regainAccessMinutes };
	return {
		'X-App-Usage': JSON.stringify(full),
		'X-Business-Use-Case-Usage': JSON.stringify({ [accountId]: [business] }),
	};
}
