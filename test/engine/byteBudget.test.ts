import { setImmediate } from 'node:timers/promises';

import { ByteBudget } from '../../nodes/SvaraVoiceNote/files/byteBudget';

/** Starts a task of each size; `end` lets one go. */
function spendAll(budget: ByteBudget, sizes: number[], signal?: AbortSignal) {
	const running = new Set<number>();
	const ends: Array<() => void> = [];
	const done = sizes.map(async (size, index) => {
		const ended = new Promise<void>((resolve) => (ends[index] = resolve));
		const task = async () => {
			running.add(index);
			await ended;
			running.delete(index);
		};
		await budget.spend(size, task, signal);
	});
	return { running, end: (index: number) => ends[index]?.(), done: Promise.allSettled(done) };
}

it('lets as many bytes go at once as there is room for, first come first served', async () => {
	const { running, end, done } = spendAll(new ByteBudget(100), [60, 40, 500, 1]);
	await setImmediate();
	expect([...running]).toEqual([0, 1]);
	end(0);
	await setImmediate();
	// The third takes all of it, and the fourth does not overtake it.
	expect([...running]).toEqual([1]);
	end(1);
	await setImmediate();
	expect([...running]).toEqual([2]);
	end(2);
	await setImmediate();
	expect([...running]).toEqual([3]);
	end(3);
	await done;
});

it('starts nothing that was cancelled while it waited, and gives its room back', async () => {
	const budget = new ByteBudget(100);
	const first = spendAll(budget, [100]);
	const cancel = new AbortController();
	const second = spendAll(budget, [100], cancel.signal);
	cancel.abort();
	// Without waiting for the first.
	expect(await second.done).toMatchObject([{ status: 'rejected', reason: { code: 'cancelled' } }]);
	first.end(0);
	const third = spendAll(budget, [100]);
	await setImmediate();
	expect(third.running.size).toBe(1);
	third.end(0);
	await third.done;
});
