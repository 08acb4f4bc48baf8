import { GraphError } from './errors';
import { wait } from './wait';

/** How often and how long one item may try. */
export interface RetryPolicy {
	/** Repeats after the first try. */
	maxRetries: number;
	/** How long all waiting may take, in milliseconds; default: {@link MAX_WAIT_MS}. */
	maxWaitMs?: number;
	/** Ends waiting between tries, never a try itself. */
	signal?: AbortSignal;
	/** Called for every throttle, so that the whole account slows down. */
	onThrottle?: (waitMs: number) => Promise<void>;
	/** For tests: a number from 0 to 1, and the waiting itself. */
	random?: () => number;
	wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** No item waits longer than this in all, unless its policy says otherwise; a longer wait ends as `rate_limited`. */
export const MAX_WAIT_MS = 60_000;

/**
 * First pause and ceiling by reason. A refused fetch is Meta's server coming back to a file that
 * may just have been slow; a throttle needs room; a refused connection is often a restart.
 */
const BACKOFF_MS = {
	throttle: { first: 2_000, most: 30_000 },
	fetch: { first: 2_000, most: 10_000 },
	connection: { first: 500, most: 10_000 },
} as const;

/**
 * Runs an attempt until it succeeds, repeating only what Meta certainly did not deliver.
 * Exponential backoff with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/); Meta's own waiting
 * time goes first, unjittered. Rejects with the last GraphError, `attempts` filled in.
 */
export async function withRetry<T>(
	attempt: (number: number) => Promise<T>,
	policy: RetryPolicy,
): Promise<T> {
	const { maxWaitMs = MAX_WAIT_MS } = policy;
	let waitedMs = 0;
	let lastFailure: GraphError | undefined;
	for (let number = 1; ; number++) {
		try {
			return await attempt(number);
		} catch (failure) {
			// Something else stopped the repeat, so Meta's last answer is still the reason.
			if (!(failure instanceof GraphError) || failure.code === 'cancelled') {
				throw lastFailure ?? failure;
			}
			lastFailure = failure;
			failure.attempts = failure.beforeCall ? number - 1 : number;
			const pauseMs = await pauseAfter(failure, number, policy);
			if (pauseMs === undefined) throw withWaitInFix(failure);
			if (waitedMs + pauseMs > maxWaitMs) throw tooLongToWait(failure, pauseMs);
			waitedMs += pauseMs;
			await (policy.wait ?? wait)(pauseMs, policy.signal);
			if (policy.signal?.aborted) throw failure;
		}
	}
}

/** Milliseconds before the next try, or undefined when there is none. */
async function pauseAfter(
	failure: GraphError,
	number: number,
	{ maxRetries, signal, random = Math.random, onThrottle }: RetryPolicy,
): Promise<number | undefined> {
	if (failure.retry === undefined || failure.delivered !== 'no') return undefined;
	if (failure.retry === 'throttle' && failure.waitMs) await onThrottle?.(failure.waitMs);
	if (number > maxRetries || signal?.aborted) return undefined;
	if (failure.waitMs) return failure.waitMs;
	const { first, most } = BACKOFF_MS[failure.retry];
	const pauseMs = Math.ceil(random() * Math.min(most, first * 2 ** (number - 1)));
	if (failure.retry === 'throttle') await onThrottle?.(pauseMs);
	return pauseMs;
}

/** Also after the last try, the user should read how long Meta asks to wait. */
const withWaitInFix = (failure: GraphError): GraphError =>
	failure.retry === 'throttle' && failure.waitMs ? tooLongToWait(failure, failure.waitMs) : failure;

/** The failure with a fix that says in how many minutes the account may send again. */
export function tooLongToWait(failure: GraphError, waitMs: number): GraphError {
	const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
	return failure.with({
		fix: `Run the items that were not sent again in ${minutes} minute${minutes === 1 ? '' : 's'}, and send fewer messages at a time`,
	});
}
