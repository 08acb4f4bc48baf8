import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { Ledger, type LedgerSettings, type SendClaim } from '../../lib/ledger';

/**
 * A process of its own that works on a shared ledger, told by lines on its standard input, each of which
 * is answered by one:
 * - `claim KEY`, then `sent KEY`
 * - `send KEY`: both, and a line in the file of deliveries in between
 * - `event KEY`
 * - `slots COUNT`
 */
const [, , settings = '', goneAfterMs = '', deliveries = ''] = process.argv;
const ledger = new Ledger(JSON.parse(settings) as LedgerSettings, Number(goneAfterMs));
const claims = new Map<string, SendClaim>();

async function claim(key: string): Promise<string> {
	const result = await ledger.sends.claim(key, AbortSignal.timeout(20_000));
	if (result.state === 'claimed') claims.set(key, result.claim);
	return result.state;
}

const ACTS: Readonly<Record<string, (argument: string) => Promise<string>>> = {
	claim,
	async sent(key) {
		return String(await claims.get(key)?.sent({ messageId: key }));
	},
	async send(key) {
		const state = await claim(key);
		if (state !== 'claimed') return state;
		appendFileSync(deliveries, `${key}\n`);
		await claims.get(key)?.sent({ messageId: key });
		return 'sent now';
	},
	async event(key) {
		const claimed = await ledger.events.claim([key], AbortSignal.timeout(20_000));
		await claimed?.commit();
		return claimed && claimed.fresh.size > 0 ? 'fresh' : 'seen';
	},
	async slots(count) {
		const starts: number[] = [];
		for (let each = 0; each < Number(count); each++) {
			starts.push(Date.now() + (await ledger.slots.take('account', 'media', 100)));
		}
		return JSON.stringify(starts);
	},
};

void (async () => {
	process.stdout.write('ready\n');
	for await (const line of createInterface({ input: process.stdin })) {
		const [act = '', argument = ''] = line.split(' ');
		const answer = await ACTS[act]?.(argument).catch(
			(fault: unknown) => `failed: ${String(fault)}`,
		);
		process.stdout.write(`${answer}\n`);
	}
	await ledger.close();
})();
