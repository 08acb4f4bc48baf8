import { monitorEventLoopDelay } from 'node:perf_hooks';

export async function millisecondsOf(task: () => Promise<unknown>): Promise<number> {
	const startedAt = performance.now();
	await task();
	return performance.now() - startedAt;
}

export const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Runs two tasks in turn, so that whatever else the machine does hits both alike; medians. */
export async function sideBySide(
	rounds: number,
	ours: () => Promise<unknown>,
	theirs: () => Promise<unknown>,
): Promise<{ oursMs: number; theirsMs: number }> {
	const oursMs: number[] = [];
	const theirsMs: number[] = [];
	for (let round = 0; round < rounds; round++) {
		oursMs.push(await millisecondsOf(ours));
		theirsMs.push(await millisecondsOf(theirs));
	}
	return { oursMs: median(oursMs), theirsMs: median(theirsMs) };
}

/** The longest time the event loop was kept waiting during a task, beyond its one-millisecond tick. */
export async function longestStallMs(task: () => Promise<unknown>): Promise<number> {
	const monitor = monitorEventLoopDelay({ resolution: 1 });
	monitor.enable();
	await task();
	monitor.disable();
	return monitor.max / 1e6;
}

/** The peak of the process's memory during a task above what it was before, in bytes. */
export async function addedMemoryBytes(task: () => Promise<unknown>): Promise<number> {
	const before = process.memoryUsage().rss;
	let peak = before;
	const sample = () => {
		peak = Math.max(peak, process.memoryUsage().rss);
	};
	const timer = setInterval(sample, 5);
	await task();
	clearInterval(timer);
	sample();
	return peak - before;
}
