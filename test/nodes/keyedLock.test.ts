import { setImmediate as nextTurn } from 'node:timers/promises';

import { KeyedLock } from '../../nodes/SvaraVoiceNote/sending/keyedLock';

/** Tasks on one lock: the names of those that have begun, and how to end each. */
function tasksOn(lock: KeyedLock) {
	const begun: string[] = [];
	const end: Record<string, () => void> = {};
	const start = (name: string, keys: string[], signal?: AbortSignal) =>
		lock.hold(
			keys,
			async () => {
				begun.push(name);
				await new Promise<void>((resolve) => (end[name] = resolve));
				return name;
			},
			signal,
		);
	return { begun, end, start };
}

describe('KeyedLock', () => {
	it('lets one task at a time hold a key, in the order they came', async () => {
		const { begun, end, start } = tasksOn(new KeyedLock());
		const tasks = ['a', 'b', 'c'].map((name) => start(name, ['key']));

		for (const [index, name] of ['a', 'b', 'c'].entries()) {
			await nextTurn();
			expect(begun).toEqual(['a', 'b', 'c'].slice(0, index + 1));
			end[name]?.();
		}
		expect(await Promise.all(tasks)).toEqual(['a', 'b', 'c']);
	});

	it('lets tasks with other keys go on, and one with both keys wait for both', async () => {
		const { begun, end, start } = tasksOn(new KeyedLock());
		const tasks = [start('x', ['x']), start('y', ['y']), start('both', ['x', 'y'])];
		await nextTurn();
		expect(begun).toEqual(['x', 'y']);

		end.y?.();
		await nextTurn();
		expect(begun).toEqual(['x', 'y']);

		end.x?.();
		await nextTurn();
		expect(begun).toEqual(['x', 'y', 'both']);
		end.both?.();
		await Promise.all(tasks);
	});

	it('frees the keys of a task that fails', async () => {
		const lock = new KeyedLock();
		const failing = lock.hold(['key'], async () => {
			throw new Error('no');
		});
		const next = lock.hold(['key'], async () => 'went on');

		await expect(failing).rejects.toThrow('no');
		expect(await next).toBe('went on');
	});

	it('never begins a task that is cancelled while it waits, and keeps the order behind it', async () => {
		const { begun, end, start } = tasksOn(new KeyedLock());
		const cancelling = new AbortController();
		const first = start('first', ['key']);
		const second = start('second', ['key'], cancelling.signal);
		const third = start('third', ['key']);

		cancelling.abort();
		await expect(second).rejects.toMatchObject({ code: 'cancelled' });
		await nextTurn();
		expect(begun).toEqual(['first']);

		end.first?.();
		await first;
		await nextTurn();
		expect(begun).toEqual(['first', 'third']);
		end.third?.();
		await third;
	});
});
