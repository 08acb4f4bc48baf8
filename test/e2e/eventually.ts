import { setTimeout as pause } from 'node:timers/promises';

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
	timeoutMs = 30_000,
): Promise<NonNullable<T>> {
	const deadline = Date.now() + timeoutMs;
	for (;;) {
		const found = await look();
		if (found) return found;
		if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}`);
		await pause(INTERVAL_MS);
	}
}
