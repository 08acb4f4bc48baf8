/**
 * Waits for a promise, but no longer than until the signal aborts.
 * @returns the promise's value, or undefined if the signal came first
 * @throws what the promise rejects with before that
 */
export async function untilAborted<T>(
	promise: Promise<T>,
	signal?: AbortSignal,
): Promise<T | undefined> {
	if (!signal) return await promise;
	let stopListening = () => {};
	const aborted = new Promise<undefined>((resolve) => {
		const onAbort = () => resolve(undefined);
		if (signal.aborted) onAbort();
		signal.addEventListener('abort', onAbort, { once: true });
		stopListening = () => signal.removeEventListener('abort', onAbort);
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		stopListening();
	}
}
