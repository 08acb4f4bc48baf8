import type { GraphAccount } from './account';
import { GraphError } from './errors';
import { fill } from './fill';
import { WITHOUT_CODE } from './meanings';
import type { Lane, Pacer } from './pace';
import { MAX_WAIT_MS, tooLongToWait, withRetry, type RetryPolicy } from './retry';
import { wait } from './wait';

export interface TurnPolicy {
	pacer: Pacer;
	signal?: AbortSignal;
	/** For tests: the waiting itself. */
	wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * Waits for the account's next slot in a lane, and for the end of every pause that Meta asks for
 * meanwhile: one throttle holds back all that was about to be sent. Without a lane (an upload) only
 * pauses count. Resolves at once when the signal aborts (check it afterwards).
 * @throws GraphError `rate_limited` if the account is paused for longer than an item may wait
 */
export async function awaitTurn(
	{ key, flavour }: GraphAccount,
	{ pacer, signal, wait: pause = wait }: TurnPolicy,
	lane?: Lane,
): Promise<void> {
	let pausedForMs = pacer.pausedForMs(key);
	let waitedMs = 0;
	do {
		waitedMs += pausedForMs;
		if (waitedMs > MAX_WAIT_MS) {
			const limited = fill(WITHOUT_CODE.rateLimited, flavour);
			const nothingPosted = { retry: undefined, beforeCall: true } as const;
			throw tooLongToWait(new GraphError({ ...limited, ...nothingPosted }), pausedForMs);
		}
		const waitMs = lane ? pacer.takeSlot(key, lane) : pausedForMs;
		if (waitMs > 0) await pause(waitMs, signal);
		pausedForMs = pacer.pausedForMs(key);
	} while (pausedForMs > 0 && !signal?.aborted);
}

/** Repeats an attempt as the policy says, each at its turn; a throttle pauses the whole account. */
export async function retryInTurn<T>(
	account: GraphAccount,
	policy: RetryPolicy & TurnPolicy,
	lane: Lane | undefined,
	attempt: (number: number) => Promise<T>,
): Promise<T> {
	const onThrottle = (waitMs: number) => policy.pacer.pause(account.key, waitMs);
	const inTurn = async (number: number) => {
		await awaitTurn(account, policy, lane);
		return await attempt(number);
	};
	return await withRetry(inTurn, { ...policy, onThrottle });
}
