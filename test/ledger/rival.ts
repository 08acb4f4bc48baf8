import { createInterface } from 'node:readline';

import { Ledger, type LedgerSettings, type SendClaim } from '../../lib/ledger';

/**
 * A process of its own that works on a shared ledger, told by lines on its standard input:
 * `claim KEY`, `sent KEY`, `event KEY` or `slots COUNT`. Each is answered by one line.
 */
const settings = JSON.parse(process.argv[2] ?? '') as LedgerSettings;
const ledger = new Ledger(settings, Number(process.argv[3]));
const claims = new Map<string, SendClaim>();

const ACTS: Readonly<Record<string, (argument: string) => Promise<string>>> = {
	async claim(key) {
		const result = await ledger.sends.claim(key, AbortSignal.timeout(20_000));
		if (result.state === 'claimed') claims.set(key, result.claim);
		return result.state;
	},
	async sent(key) {
		return String(await claims.get(key)?.sent({ messageId: key }));
	},
	async event(key) {
		const claim = await ledger.events.claim([key], AbortSignal.timeout(20_000));
		await claim?.commit();
		return claim && claim.fresh.size > 0 ? 'fresh' : 'seen';
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
