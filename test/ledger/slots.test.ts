import { ALL_STORES, describeOnSharedStores, withLedgers } from './stores';

const INTERVAL_MS = 1_000;

describe.each(ALL_STORES)('an account on %s', (_, open) => {
	it('gets a slot each interval, in the order of asking', async () => {
		await withLedgers(open, async (another) => {
			const { slots } = another();
			const waits: number[] = [];
			for (let each = 0; each < 4; each++) {
				waits.push(await slots.take('17841', 'media', INTERVAL_MS));
			}
			expect(waits[0]).toBe(0);
			const steps = waits.slice(1).map((wait, index) => wait - (waits[index] ?? 0));
			// Less than an interval by the time that asking took.
			for (const step of steps) expect(step).toBeGreaterThan(INTERVAL_MS * 0.5);
			for (const step of steps) expect(step).toBeLessThanOrEqual(INTERVAL_MS);
		});
	});

	it('is counted apart from others, and each bucket apart', async () => {
		await withLedgers(open, async (another) => {
			const { slots } = another();
			await slots.take('17841', 'media', INTERVAL_MS);
			expect(await slots.take('17841', 'text', INTERVAL_MS)).toBe(0);
			expect(await slots.take('999', 'media', INTERVAL_MS)).toBe(0);
		});
	});

	it('gets no slot before the end of a pause, which a shorter one does not cut', async () => {
		await withLedgers(open, async (another) => {
			const { slots } = another();
			await slots.pause('17841', 30_000);
			await slots.pause('17841', 10);
			expect(await slots.pausedForMs('17841')).toBeGreaterThan(20_000);
			expect(await slots.take('17841', 'media', INTERVAL_MS)).toBeGreaterThan(20_000);
			expect(await slots.pausedForMs('999')).toBe(0);
		});
	});
});

describeOnSharedStores('an account over several ledgers on %s', (_, open) => {
	it('has one queue and one pause', async () => {
		await withLedgers(open, async (another) => {
			const [first, second] = [another().slots, another().slots];
			await first.take('17841', 'media', INTERVAL_MS);
			expect(await second.take('17841', 'media', INTERVAL_MS)).toBeGreaterThan(0);
			await first.pause('17841', 30_000);
			expect(await second.pausedForMs('17841')).toBeGreaterThan(20_000);
		});
	});
});
