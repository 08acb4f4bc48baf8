import { hashedKey, type ClaimResult, type SendClaim } from '../../lib/ledger';
import { ALL_STORES, describeOnSharedStores, withLedgers } from './stores';

const KEY = hashedKey('send', 'workflow', 'node', 'order 7');
const RECEIPT = { messageId: 'm_1', attempts: 1 };
const patience = () => AbortSignal.timeout(5_000);

function claimOf(result: ClaimResult): SendClaim {
	if (result.state !== 'claimed') throw new Error(`It is ${result.state}`);
	return result.claim;
}

describe.each(ALL_STORES)('a message to send, in %s', (_, open) => {
	it('is claimed once, and known as sent with its receipt', async () => {
		await withLedgers(open, async (another) => {
			const { sends } = another();
			const claim = claimOf(await sends.claim(KEY, patience()));
			expect(await claim.sent(RECEIPT)).toBe(true);
			expect(await sends.claim(KEY, patience())).toEqual({ state: 'sent', receipt: RECEIPT });
		});
	});

	it('may be claimed again after a release', async () => {
		await withLedgers(open, async (another) => {
			const { sends } = another();
			await claimOf(await sends.claim(KEY, patience())).release();
			claimOf(await sends.claim(KEY, patience()));
		});
	});

	it('stays unknown once its outcome is', async () => {
		await withLedgers(open, async (another) => {
			const { sends } = another();
			const before = Date.now();
			await claimOf(await sends.claim(KEY, patience())).unknown();
			const again = await sends.claim(KEY, patience());
			expect(again).toMatchObject({ state: 'unknown' });
			expect(again).toHaveProperty('sinceMs');
			expect((again as { sinceMs: number }).sinceMs).toBeGreaterThanOrEqual(before);
		});
	});

	it('lets a second claim wait for what becomes of the first', async () => {
		await withLedgers(open, async (another) => {
			const { sends } = another();
			const claim = claimOf(await sends.claim(KEY, patience()));
			const second = sends.claim(KEY, patience());
			await claim.sent(RECEIPT);
			expect(await second).toEqual({ state: 'sent', receipt: RECEIPT });
		});
	});

	it('is busy for those whose patience ends', async () => {
		await withLedgers(open, async (another) => {
			const { sends } = another();
			claimOf(await sends.claim(KEY, patience()));
			expect(await sends.claim(KEY, AbortSignal.timeout(1))).toEqual({ state: 'busy' });
		});
	});

	it('goes to one of a hundred that ask at the same time', async () => {
		await withLedgers(open, async (another) => {
			const { sends } = another();
			const asked = Array.from({ length: 100 }, async () => {
				const result = await sends.claim(KEY, patience());
				if (result.state === 'claimed') await result.claim.sent(RECEIPT);
				return result.state;
			});
			const states = await Promise.all(asked);
			expect(states.filter((state) => state === 'claimed')).toHaveLength(1);
			expect(states.filter((state) => state === 'sent')).toHaveLength(99);
		});
	});
});

describe.each(ALL_STORES)('a message that somebody left unknown, in %s', (_, open) => {
	const takesOver = { takesOver: true };

	it('can be taken over, and keeps its time', async () => {
		await withLedgers(open, async (another) => {
			const { sends } = another();
			const before = Date.now();
			await claimOf(await sends.claim(KEY, patience())).unknown();
			const after = Date.now();
			const taken = await sends.claim(KEY, patience(), takesOver);
			expect(taken).toMatchObject({ state: 'claimed' });
			const { postedAtMs = 0 } = taken as { postedAtMs?: number };
			expect(postedAtMs).toBeGreaterThanOrEqual(before);
			expect(postedAtMs).toBeLessThanOrEqual(after);
			expect(await sends.claim(KEY, AbortSignal.timeout(1))).toEqual({ state: 'busy' });
			await claimOf(taken).release();
			expect(await sends.claim(KEY, patience())).toEqual({ state: 'unknown', sinceMs: postedAtMs });
		});
	});

	it('is one’s own from the moment it is started over', async () => {
		await withLedgers(open, async (another) => {
			const { sends } = another();
			await claimOf(await sends.claim(KEY, patience())).unknown(1);
			const claim = claimOf(await sends.claim(KEY, patience(), takesOver));
			expect(await claim.startOver()).toBe(true);
			expect(await claim.isHeld()).toBe(true);
			await claim.release();
			const again = await sends.claim(KEY, patience(), takesOver);
			expect(again).not.toHaveProperty('postedAtMs');
			await claimOf(again).unknown();
			expect((await sends.claim(KEY, patience())) as { sinceMs: number }).not.toMatchObject({
				sinceMs: 1,
			});
		});
	});

	it('can be settled as sent', async () => {
		await withLedgers(open, async (another) => {
			const { sends } = another();
			await claimOf(await sends.claim(KEY, patience())).unknown();
			await claimOf(await sends.claim(KEY, patience(), takesOver)).sent(RECEIPT);
			expect(await sends.claim(KEY, patience(), takesOver)).toMatchObject({ state: 'sent' });
		});
	});
});

describe.each(ALL_STORES)('a message that went out, in %s', (_, open) => {
	it('is known by Meta’s id', async () => {
		await withLedgers(open, async (another) => {
			const { sends } = another();
			expect(await sends.isKnown('m_1')).toBe(false);
			await claimOf(await sends.claim(KEY, patience())).sent(RECEIPT);
			expect(await sends.isKnown('m_1')).toBe(true);
			expect(await sends.isKnown('m_2')).toBe(false);
		});
	});
});

describeOnSharedStores('a message to send, over several ledgers on %s', (_, open) => {
	it('is known to a ledger that is opened later', async () => {
		await withLedgers(open, async (another) => {
			await claimOf(await another().sends.claim(KEY, patience())).sent(RECEIPT);
			expect(await another().sends.claim(KEY, patience())).toMatchObject({ state: 'sent' });
		});
	});

	it('is unknown when the ledger that claimed it has fallen silent', async () => {
		await withLedgers(open, async (another) => {
			const first = another(100);
			claimOf(await first.sends.claim(KEY, patience()));
			await first.close();
			expect(await another().sends.claim(KEY, patience())).toMatchObject({ state: 'unknown' });
		});
	});

	it('is taken from a silent one, which knows so when it wakes up', async () => {
		await withLedgers(open, async (another) => {
			const sleeper = another(1);
			const claim = claimOf(await sleeper.sends.claim(KEY, patience()));
			const taken = await another().sends.claim(KEY, patience(), { takesOver: true });
			expect(taken).toHaveProperty('postedAtMs');
			expect(await claim.isHeld()).toBe(false);
			expect(await claimOf(taken).startOver()).toBe(true);
			await claim.release();
			expect(await another().sends.claim(KEY, AbortSignal.timeout(1))).toEqual({ state: 'busy' });
		});
	});

	it('is sent after all when the silent one reports it', async () => {
		await withLedgers(open, async (another) => {
			// Its heartbeat comes too rarely, as that of a process that was stopped for a while.
			const sleeper = another(1);
			const claim = claimOf(await sleeper.sends.claim(KEY, patience()));
			const other = another();
			expect(await other.sends.claim(KEY, patience())).toMatchObject({ state: 'unknown' });
			await claim.sent(RECEIPT);
			expect(await other.sends.claim(KEY, patience())).toMatchObject({ state: 'sent' });
		});
	});
});

describe('a key', () => {
	it('tells nothing of what it stands for, and nothing apart that is apart', () => {
		expect(KEY).not.toMatch(/order|workflow/);
		expect(hashedKey('send', 'a', 'bc')).not.toBe(hashedKey('send', 'ab', 'c'));
		expect(hashedKey('send', 'a')).not.toBe(hashedKey('event', 'a'));
	});
});
