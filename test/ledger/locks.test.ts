import { hashedKey } from '../../lib/ledger';
import { ALL_STORES, describeOnSharedStores, withLedgers } from './stores';

const KEY = hashedKey('lock', '42');
const patience = () => AbortSignal.timeout(10_000);

describe.each(ALL_STORES)('a lock, in %s', (_, open) => {
	it('is had by one, and by the next when that one lets go', async () => {
		await withLedgers(open, async (another) => {
			const { locks } = another();
			const unlock = await locks.take(KEY, patience());
			expect(await locks.take(KEY, AbortSignal.timeout(1))).toBeUndefined();
			const next = locks.take(KEY, patience());
			expect(await unlock?.()).toBe(true);
			expect(await next).toBeDefined();
		});
	});

	it('keeps nobody from another', async () => {
		await withLedgers(open, async (another) => {
			const { locks } = another();
			await locks.take(KEY, patience());
			expect(await locks.take(hashedKey('lock', '43'), patience())).toBeDefined();
		});
	});

	it('is had by one at a time of fifty', async () => {
		await withLedgers(open, async (another) => {
			const { locks } = another();
			let inside = 0;
			let most = 0;
			await Promise.all(
				Array.from({ length: 50 }, async () => {
					const unlock = await locks.take(KEY, AbortSignal.timeout(30_000));
					most = Math.max(most, ++inside);
					await Promise.resolve();
					inside--;
					await unlock?.();
				}),
			);
			expect(most).toBe(1);
		});
	});
});

describeOnSharedStores('a lock, over several ledgers on %s', (_, open) => {
	it('is had by one of them', async () => {
		await withLedgers(open, async (another) => {
			const unlock = await another().locks.take(KEY, patience());
			const other = another().locks;
			expect(await other.take(KEY, AbortSignal.timeout(1))).toBeUndefined();
			await unlock?.();
			expect(await other.take(KEY, patience())).toBeDefined();
		});
	});

	it('ends with the one that had it', async () => {
		await withLedgers(open, async (another) => {
			const first = another(100);
			const unlock = await first.locks.take(KEY, patience());
			await first.close();
			const second = another().locks;
			expect(await second.take(KEY, patience())).toBeDefined();
			// The first wakes up, and lets go of what is no longer its own.
			await unlock?.();
			expect(await another().locks.take(KEY, AbortSignal.timeout(1))).toBeUndefined();
		});
	});
});
