import { openStage } from '../test/engine/stage';
import { HAS_SQLITE } from '../test/ledger/stores';
import { median } from './measure';

const ROUNDS = 5;
const TEXTS = 200;

/**
 * What the ledger costs messages without a key, disclosure or Verify: the same texts with the ledger in this
 * process's memory and in SQLite, in turn.
 */
export async function benchKeylessSends(): Promise<string[]> {
	if (!HAS_SQLITE) return [];
	const costs = { memory: [] as Cost[], sqlite: [] as Cost[] };
	for (let round = 0; round <= ROUNDS; round++) {
		for (const ledger of ['memory', 'sqlite'] as const) {
			const cost = await sendTexts(ledger);
			// The first round warms up.
			if (round > 0) costs[ledger].push(cost);
		}
	}
	const [memory, sqlite] = [costs.memory, costs.sqlite].map((each) => ({
		wallMs: median(each.map(({ wallMs }) => wallMs)),
		cpuMs: median(each.map(({ cpuMs }) => cpuMs)),
	})) as [Cost, Cost];
	return [
		`a text without a key, with the ledger in memory: ${inMs(memory)}; in SQLite: ${inMs(sqlite)} (Meta's pace: 10 ms)`,
	];
}

/** Of one text: until it was sent, and how long a core worked for it (n8n's engine and the sandbox included). */
interface Cost {
	wallMs: number;
	cpuMs: number;
}

async function sendTexts(ledger: 'memory' | 'sqlite'): Promise<Cost> {
	const stage = await openStage({ env: { SVARA_LEDGER: ledger } });
	try {
		const { messenger } = stage.sandbox.accounts;
		const items = Array.from({ length: TEXTS }, () => ({
			json: { to: stage.sandbox.addRecipient(messenger).id },
		}));
		const parameters = {
			resource: 'message',
			operation: 'sendText',
			text: 'Hello',
			recipientId: '={{ $json.to }}',
		};
		const before = process.cpuUsage();
		const run = await stage.run('messenger', { parameters }, items);
		const { user, system } = process.cpuUsage(before);
		if (run.error) throw run.error;
		return { wallMs: run.durationMs / TEXTS, cpuMs: (user + system) / 1000 / TEXTS };
	} finally {
		await stage.close();
	}
}

const inMs = ({ wallMs, cpuMs }: Cost): string =>
	`${wallMs.toFixed(1)} ms, ${cpuMs.toFixed(2)} ms of them computed`;
