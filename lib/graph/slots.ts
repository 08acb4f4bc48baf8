import type { GraphAccount } from './account';
import { GraphError, render, TRANSPORT_ERRORS } from './errors';
import { MAX_LATE_MS, type Bucket, type RateLimiter } from './rateLimiter';
import { MAX_WAIT_MS, tooLongToWait, withRetry, type RetryPolicy } from './retry';
import { wait } from './wait';

export interface SlotPolicy {
	rateLimiter: RateLimiter;
	/** How long a pause of the account may hold a call up, in milliseconds; default: {@link MAX_WAIT_MS}. */
	maxWaitMs?: number;
	signal?: AbortSignal;
	/** For tests: the waiting itself, and a clock that is never set. */
	wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
	now?: () => number;
}

const monotonicNow = (): number => performance.now();

/**
 * Waits for the account's next slot in a bucket, and for the end of every pause that Meta asks for
 * meanwhile: one throttle holds back all that was about to be sent. Without a bucket (an upload) only
 * pauses count.
 *
 * A process that was held up wakes behind several slots at once, and would send all of them in a bunch:
 * whoever comes too late for a slot takes another. Once only, since on a machine that is always late the
 * slots would be taken and none be used. Resolves at once when the signal aborts (check it afterwards).
 * @throws GraphError `rate_limited` if the account is paused for longer than an item may wait
 */
async function awaitSlot(
	{ key, flavour }: GraphAccount,
	{
		rateLimiter,
		maxWaitMs = MAX_WAIT_MS,
		signal,
		wait: pause = wait,
		now = monotonicNow,
	}: SlotPolicy,
	bucket?: Bucket,
): Promise<void> {
	let pausedForMs = await rateLimiter.pausedForMs(key);
	let waitedMs = 0;
	let hasBeenLate = false;
	let takesAnother = false;
	do {
		waitedMs += pausedForMs;
		if (waitedMs > maxWaitMs) {
			const limited = render(TRANSPORT_ERRORS.rateLimited, flavour);
			const nothingPosted = { retry: undefined, beforeCall: true } as const;
			throw tooLongToWait(new GraphError({ ...limited, ...nothingPosted }), pausedForMs);
		}
		// Before the answer, which may lie unread for a while, too.
		const askedAtMs = now();
		const waitMs = bucket ? await rateLimiter.takeSlot(key, bucket) : pausedForMs;
		if (waitMs > 0) await pause(waitMs, signal);
		const isLate = bucket !== undefined && now() - askedAtMs - waitMs > MAX_LATE_MS;
		takesAnother = isLate && !hasBeenLate;
		hasBeenLate ||= isLate;
		pausedForMs = await rateLimiter.pausedForMs(key);
	} while ((pausedForMs > 0 || takesAnother) && !signal?.aborted);
}

/** Repeats an attempt as the policy says, each at its turn; a throttle pauses the whole account. */
export async function retryInSlots<T>(
	account: GraphAccount,
	policy: RetryPolicy & SlotPolicy,
	bucket: Bucket | undefined,
	attempt: (number: number) => Promise<T>,
): Promise<T> {
	const onThrottle = async (waitMs: number) => await policy.rateLimiter.pause(account.key, waitMs);
	const inSlot = async (number: number) => {
		await awaitSlot(account, policy, bucket);
		return await attempt(number);
	};
	return await withRetry(inSlot, { ...policy, onThrottle });
}
