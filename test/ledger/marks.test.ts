import { hashedKey } from '../../lib/ledger';
import { ALL_STORES, describeOnSharedStores, withLedgers } from './stores';

const KEY = hashedKey('said', 'workflow', '42');
const HOUR_MS = 3_600_000;

describe.each(ALL_STORES)('when something was done, in %s', (_, open) => {
	it('is unknown before the first time, and then the time of the last', async () => {
		await withLedgers(open, async (another) => {
			const { marks } = another();
			const mark = await marks.read(KEY, HOUR_MS);
			expect(mark.doneAtMs).toBeUndefined();
			const before = Date.now();
			expect(await mark.renew()).toBe(true);
			const renewed = await marks.read(KEY, HOUR_MS);
			expect(renewed.doneAtMs).toBeGreaterThanOrEqual(before);
			await renewed.renew();
			const last = await marks.read(KEY, HOUR_MS);
			expect(last.doneAtMs).toBeGreaterThanOrEqual(renewed.doneAtMs ?? Infinity);
		});
	});

	it('is forgotten after its time', async () => {
		await withLedgers(open, async (another) => {
			const { marks } = another();
			await (await marks.read(KEY, 1)).renew();
			while ((await marks.read(KEY, 1)).doneAtMs !== undefined);
		});
	});
});

describeOnSharedStores('when something was done, over ledgers on %s', (_, open) => {
	it('is known to all, and to those that come later', async () => {
		await withLedgers(open, async (another) => {
			const [mine, theirs] = await Promise.all(
				[another(), another()].map(async ({ marks }) => await marks.read(KEY, HOUR_MS)),
			);
			expect(await Promise.all([mine?.renew(), theirs?.renew()])).toEqual([true, true]);
			const { doneAtMs } = await another().marks.read(KEY, HOUR_MS);
			expect(Date.now() - (doneAtMs ?? 0)).toBeLessThan(60_000);
		});
	});
});
