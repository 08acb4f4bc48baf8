import { hashedKey } from '../../lib/ledger';
import { ALL_STORES, describeOnSharedStores, withLedgers } from './stores';

const KEY = hashedKey('posts', '42');
const HOUR_MS = 3_600_000;

describe.each(ALL_STORES)('what is under way, in %s', (_, open) => {
	it('is listed until it ends, each apart', async () => {
		await withLedgers(open, async (another) => {
			const { underWay } = another();
			expect(await underWay.list(KEY)).toEqual([]);
			const endFirst = await underWay.begin(KEY, HOUR_MS);
			const [first] = await underWay.list(KEY);
			const endSecond = await underWay.begin(KEY, HOUR_MS);
			expect(await underWay.list(KEY)).toEqual([first, expect.any(String)]);
			await endFirst();
			expect(await underWay.list(KEY)).not.toContain(first);
			await endSecond();
			expect(await underWay.list(KEY)).toEqual([]);
		});
	});

	it('ends by itself after its time', async () => {
		await withLedgers(open, async (another) => {
			const { underWay } = another();
			await underWay.begin(KEY, 1);
			while ((await underWay.list(KEY)).length > 0);
		});
	});
});

describeOnSharedStores('what is under way, over ledgers on %s', (_, open) => {
	it('is known to all, however many begin at once', async () => {
		await withLedgers(open, async (another) => {
			const ledgers = [another(), another()];
			const begun = Array.from({ length: 40 }, async (_each, index) => {
				return await ledgers[index % 2]?.underWay.begin(KEY, HOUR_MS);
			});
			const ends = await Promise.all(begun);
			expect(await another().underWay.list(KEY)).toHaveLength(40);
			await Promise.all(ends.map(async (end) => await end?.()));
			expect(await another().underWay.list(KEY)).toEqual([]);
		});
	});
});
