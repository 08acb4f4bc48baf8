import { hashedKey, type Ledger } from '../lib/ledger';
import { ALL_STORES, withLedgers } from '../test/ledger/stores';
import { median, millisecondsOf } from './measure';

const ROUNDS = 7;
const A_ROUND = 1_000;

/** What Meta calls a message is this long. */
const MESSAGE_ID = `m_${'x'.repeat(82)}`;

const patience = () => AbortSignal.timeout(30_000);

/** What the ledger costs one message and one event, on each store that this machine has. */
export async function benchLedger(): Promise<string[]> {
	const lines: string[] = [];
	for (const [name, open] of ALL_STORES) {
		await withLedgers(open, async (another) => {
			const ledger = another();
			const sendMs = await millisecondsEach(async (id) => await send(ledger, id));
			const eventMs = await millisecondsEach(async (id) => await take(ledger, id));
			lines.push(
				`the ledger in ${name}: a key claimed and settled ${sendMs.toFixed(3)} ms (goal: under 0.3 in SQLite, 1 in Redis), an event claimed and committed ${eventMs.toFixed(3)} ms`,
			);
		});
	}
	return lines;
}

async function millisecondsEach(task: (id: string) => Promise<void>): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const ms = await millisecondsOf(async () => {
			for (let each = 0; each < A_ROUND; each++) await task(`${round}:${each}`);
		});
		times.push(ms / A_ROUND);
	}
	return median(times);
}

async function send({ sends }: Ledger, id: string): Promise<void> {
	const result = await sends.claim(hashedKey('send', 'workflow', 'node', id), patience());
	if (result.state !== 'claimed') throw new Error('The bench repeats itself');
	await result.claim.sent({ messageId: MESSAGE_ID, attempts: 1 });
}

async function take({ events }: Ledger, id: string): Promise<void> {
	const claim = await events.claim([hashedKey('event', 'workflow', 'node', id)], patience());
	if (claim?.fresh.size !== 1) throw new Error('The bench repeats itself');
	await claim.commit();
}
