/**
 * Measures from now on. Of the two clocks one stands still while the machine is suspended, and the other may
 * be set back; whichever says that more time has passed counts.
 * @returns milliseconds since
 */
export function startStopwatch(): () => number {
	const [startedAtMs, monotonicStartMs] = [Date.now(), performance.now()];
	return () => Math.max(Date.now() - startedAtMs, performance.now() - monotonicStartMs);
}
