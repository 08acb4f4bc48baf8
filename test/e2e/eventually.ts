import { setTimeout as pause } from 'node:timers/promises';

/** Far more than anything here takes on a busy machine. */
const TIMEOUT_MS = 30_000;

/** Between two looks. */
const INTERVAL_MS = 50;

/**
 * Looks again and again until there is something.
 *
 * @param what is waited for, for the message when it never comes
 * @param look resolves with a truthy value once it is there; a throw ends the waiting
 * @throws Error when the time is over
 */
export async function eventually<T>(
	what: string,
	look: () => Promise<T>,
	timeoutMs = TIMEOUT_MS,
): Promise<NonNullable<T>> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const found = await look();
		if (found) return found;
		if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
		await pause(INTERVAL_MS);
	}
}

/** The promise's own outcome, unless that takes too long: then an Error naming what was waited for. */
export async function inTime<T>(what: string, promise: Promise<T>): Promise<T> {
	const settled = new AbortController();
	const tooLate = pause(TIMEOUT_MS, undefined, { signal: settled.signal }).then(() => {
		throw new Error(`Waited ${TIMEOUT_MS} ms in vain: ${what}`);
	});
	try {
		return await Promise.race([promise, tooLate]);
	} finally {
		tooLate.catch(() => undefined);
		settled.abort();
	}
}
