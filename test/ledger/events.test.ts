import { hashedKey, type EventClaim } from '../../lib/ledger';
import { ALL_STORES, describeOnSharedStores, withLedgers } from './stores';

const keys = (...ids: string[]) => ids.map((id) => hashedKey('event', id));
const [A, B, C] = keys('a', 'b', 'c') as [string, string, string];
const patience = (ms = 5_000) => AbortSignal.timeout(ms);

function granted(claim: EventClaim | undefined): EventClaim {
	if (!claim) throw new Error('It was still undecided');
	return claim;
}

describe.each(ALL_STORES)('webhook events, in %s', (_, open) => {
	it('are new once', async () => {
		await withLedgers(open, async (another) => {
			const { events } = another();
			const claim = granted(await events.claim([A, B], patience()));
			expect([...claim.fresh]).toEqual([A, B]);
			await claim.commit();
			const later = granted(await events.claim([B, C], patience()));
			expect([...later.fresh]).toEqual([C]);
		});
	});

	it('come again after a release', async () => {
		await withLedgers(open, async (another) => {
			const { events } = another();
			await granted(await events.claim([A], patience())).release();
			expect(granted(await events.claim([A], patience())).fresh.size).toBe(1);
		});
	});

	it('are undecided while another delivery is at them, and leave what they share to it', async () => {
		await withLedgers(open, async (another) => {
			const { events } = another();
			const first = granted(await events.claim([A, B], patience()));
			expect(await events.claim([B, C], patience(1))).toBeUndefined();
			await first.commit();
			expect([...granted(await events.claim([A, B, C], patience())).fresh]).toEqual([C]);
		});
	});

	it('go to one of those who waited when the first could not use them', async () => {
		await withLedgers(open, async (another) => {
			const { events } = another();
			const first = granted(await events.claim([A], patience()));
			const sizes: number[] = [];
			const waiting = [1, 2, 3].map(async () => {
				const claim = granted(await events.claim([A], patience()));
				sizes.push(claim.fresh.size);
				await claim.commit();
			});
			await first.release();
			await Promise.all(waiting);
			expect(sizes.toSorted()).toEqual([0, 0, 1]);
		});
	});

	it('are settled once: a release after the commit changes nothing', async () => {
		await withLedgers(open, async (another) => {
			const { events } = another();
			const claim = granted(await events.claim([A], patience()));
			await claim.commit();
			await claim.release();
			expect(granted(await events.claim([A], patience())).fresh.size).toBe(0);
		});
	});

	it('go to one delivery each, whatever many deliveries share', async () => {
		await withLedgers(open, async (another) => {
			const { events } = another();
			const ids = Array.from({ length: 20 }, (_each, index) => hashedKey('event', String(index)));
			const deliveries = Array.from({ length: 40 }, async (_each, index) => {
				const from = index % 16;
				const claim = granted(await events.claim(ids.slice(from, from + 5), patience(20_000)));
				await claim.commit();
				return [...claim.fresh];
			});
			const taken = (await Promise.all(deliveries)).flat();
			expect(taken.toSorted()).toEqual([...ids].toSorted());
		});
	});
});

describeOnSharedStores('webhook events, over several ledgers on %s', (_, open) => {
	it('seen by one are known to the next', async () => {
		await withLedgers(open, async (another) => {
			await granted(await another().events.claim([A], patience())).commit();
			expect(granted(await another().events.claim([A], patience())).fresh.size).toBe(0);
		});
	});

	it('that a process took with it into its end are new again', async () => {
		await withLedgers(open, async (another) => {
			const first = another(100);
			await first.events.claim([A], patience());
			await first.close();
			expect(granted(await another().events.claim([A], patience())).fresh.size).toBe(1);
		});
	});
});
