import { setImmediate as nextTurn } from 'node:timers/promises';

import { runItems, type SendOrder } from '../../nodes/SvaraVoiceNote/execution/runItems';

const done = (value: unknown) => ({ status: 'done', value });
const HALTED = { status: 'halted' };

describe('runItems', () => {
	it('prepares items side by side, and starts their sends in input order', async () => {
		const sent: number[] = [];
		const outcomes = await runItems(
			20,
			async (index, order) => {
				for (let turns = index % 7; turns > 0; turns--) await nextTurn();
				return await order.enter(async () => sent.push(index));
			},
			{ haltOnFailure: true },
		);

		expect(sent).toEqual(Array.from({ length: 20 }, (_, index) => index));
		expect(outcomes).toEqual(sent.map((index) => done(index + 1)));
	});

	it('lets the next send start while an earlier one is under way', async () => {
		const sent: number[] = [];
		let answerFirst = () => {};
		const work = async (index: number, order: SendOrder) =>
			await order.enter(async () => {
				sent.push(index);
				if (index === 0) await new Promise<void>((resolve) => (answerFirst = resolve));
				else answerFirst();
			});

		await runItems(2, work, { haltOnFailure: true });
		expect(sent).toEqual([0, 1]);
	});

	it('starts no send behind a failure that ends the run, and waits for those under way', async () => {
		const sent: number[] = [];
		let hasEnded = false;
		const outcomes = await runItems(
			200,
			async (index, order) => {
				if (index === 2) throw new Error('no');
				await order.enter(async () => {
					sent.push(index);
					for (let turns = 0; turns < 10; turns++) await nextTurn();
					hasEnded = true;
				});
			},
			{ haltOnFailure: true },
		);

		expect(sent).toEqual([0, 1]);
		expect(hasEnded).toBe(true);
		expect(outcomes).toHaveLength(200);
		expect(outcomes.slice(0, 2)).toEqual([done(undefined), done(undefined)]);
		expect(outcomes[2]).toEqual({ status: 'failed', thrown: new Error('no') });
		expect(new Set(outcomes.slice(3).map(({ status }) => status))).toEqual(new Set(['halted']));
	});

	it('tells an item that an earlier one has failed meanwhile', async () => {
		let fail = () => {};
		const outcomes = await runItems(
			2,
			async (index, order) => {
				if (index === 0) {
					await new Promise<void>((resolve) => (fail = resolve));
					throw new Error('no');
				}
				order.check();
				fail();
				await nextTurn();
				order.check();
			},
			{ haltOnFailure: true },
		);

		expect(outcomes).toEqual([{ status: 'failed', thrown: new Error('no') }, HALTED]);
	});

	it('goes on after a failure where the workflow goes on', async () => {
		const sent: number[] = [];
		const outcomes = await runItems(
			3,
			async (index, order) => {
				if (index === 1) throw new Error('no');
				return await order.enter(async () => sent.push(index));
			},
			{ haltOnFailure: false },
		);

		expect(sent).toEqual([0, 2]);
		expect(outcomes.map(({ status }) => status)).toEqual(['done', 'failed', 'done']);
	});

	it('works on 32 items at once and no more', async () => {
		let atOnce = 0;
		let most = 0;
		await runItems(
			100,
			async () => {
				most = Math.max(most, ++atOnce);
				await nextTurn();
				atOnce--;
			},
			{ haltOnFailure: false },
		);

		expect(most).toBe(32);
	});
});
