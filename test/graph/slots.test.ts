import { setImmediate } from 'node:timers/promises';

import { LocalRateLimiter, sendMessage, textMessage } from '../../lib/graph';
import { scripted, sent } from './scriptedMeta';

const INTERVAL_MS = 10.5;
const COUNT = 120;

/** A clock that stands still until it is moved; whoever sleeps longer than it is moved wakes at its end. */
function stoppedClock() {
	let nowMs = 1_000_000;
	let sleepers: Array<{ atMs: number; wake: () => void }> = [];
	/** Lets everybody go on as far as they get without time passing. */
	const settle = async () => {
		for (let turn = 0; turn < 20; turn++) await setImmediate();
	};
	return {
		now: () => nowMs,
		wait: async (ms: number) =>
			await new Promise<void>((wake) => sleepers.push({ atMs: nowMs + ms, wake })),
		async jump(ms: number) {
			await settle();
			nowMs += ms;
			const woken = sleepers.filter(({ atMs }) => atMs <= nowMs);
			sleepers = sleepers.filter(({ atMs }) => atMs > nowMs);
			for (const { wake } of woken) wake();
			await settle();
		},
		/** @param lateMs how much later than asked for everybody wakes */
		async runOut(lateMs = 0) {
			for (;;) {
				await settle();
				const [first] = sleepers.sort((one, other) => one.atMs - other.atMs);
				if (!first) return;
				nowMs = Math.max(nowMs, first.atMs + lateMs);
				sleepers.shift();
				first.wake();
			}
		},
	};
}

/** Starts sends at once; `sentAtMs` fills with when each was posted. */
function sendMany(clock: ReturnType<typeof stoppedClock>) {
	const { client } = scripted(Array.from({ length: COUNT }, () => sent()));
	const sentAtMs: number[] = [];
	const policy = {
		maxRetries: 0,
		rateLimiter: new LocalRateLimiter(clock.now),
		wait: clock.wait,
		now: clock.now,
		beforePost: async () => void sentAtMs.push(clock.now()),
	};
	const done = Promise.all(
		Array.from({ length: COUNT }, async () => {
			await sendMessage(client, textMessage('Hello'), { recipientId: '42' }, policy);
		}),
	);
	return { done, sentAtMs };
}

const mostInOneSecond = (timesMs: readonly number[]) =>
	Math.max(
		...timesMs.map((from) => timesMs.filter((at) => at >= from && at < from + 1_000).length),
	);

it('what a process has slept through is spaced anew', async () => {
	const clock = stoppedClock();
	const { done, sentAtMs } = sendMany(clock);
	await clock.jump(COUNT * INTERVAL_MS);
	await clock.runOut();
	await done;
	expect(sentAtMs).toHaveLength(COUNT);
	expect(mostInOneSecond(sentAtMs)).toBeLessThanOrEqual(100);
});

it.each([
	['a little late', 40, 1],
	['always too late', 200, 2],
])('a process that is %s takes no more slots than it must', async (_, lateMs, slotsEach) => {
	const clock = stoppedClock();
	const { done, sentAtMs } = sendMany(clock);
	const startMs = clock.now();
	await clock.runOut(lateMs);
	await done;
	expect(sentAtMs).toHaveLength(COUNT);
	const tookMs = Math.max(...sentAtMs) - startMs;
	expect(tookMs).toBeLessThanOrEqual(COUNT * INTERVAL_MS * slotsEach + 2 * lateMs);
});
