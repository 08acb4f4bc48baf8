import { hashedKey } from '../../lib/ledger';
import { ALL_STORES, withLedgers } from './stores';

const CUSTOMER = hashedKey('doubt', '42');
const [A, B] = [hashedKey('send', 'a'), hashedKey('send', 'b')];

describe.each(ALL_STORES)('messages in doubt, in %s', (_, open) => {
	it('are each other’s, not their own, until they are settled', async () => {
		await withLedgers(open, async (another) => {
			const { doubts } = another();
			expect(await doubts.hasOthers(CUSTOMER, A)).toBe(false);
			await doubts.note(CUSTOMER, A);
			await doubts.note(CUSTOMER, A);
			expect(await doubts.hasOthers(CUSTOMER, A)).toBe(false);
			expect(await doubts.hasOthers(CUSTOMER, B)).toBe(true);
			expect(await doubts.hasOthers(CUSTOMER, B, 0)).toBe(false);
			await doubts.settle(CUSTOMER, B);
			expect(await doubts.hasOthers(CUSTOMER, B)).toBe(true);
			await doubts.settle(CUSTOMER, A);
			expect(await doubts.hasOthers(CUSTOMER, B)).toBe(false);
		});
	});

	it('can be told from nothing any more when there are several', async () => {
		await withLedgers(open, async (another) => {
			const { doubts } = another();
			await Promise.all([A, B].map(async (message) => await doubts.note(CUSTOMER, message)));
			for (const message of [A, B]) {
				expect(await doubts.hasOthers(CUSTOMER, message)).toBe(true);
				await doubts.settle(CUSTOMER, message);
			}
			expect(await doubts.hasOthers(CUSTOMER, A)).toBe(true);
		});
	});
});
