import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import { describeOnSharedStores, type SharedStore } from '../ledger/stores';
import { pooled } from '../queue/sender';
import { diceOf, type Dice } from './campaign';
import {
	composeMessages,
	JUMPS_MS,
	orderFor,
	plantFaults,
	plantTroubles,
	toBatches,
	type Batch,
	type Message,
	type Place,
} from './workers/plan';
import { arrivedOf, faultsIn, lastWord } from './workers/verdict';
import { CLOCK_BEHIND_MS, Workers } from './workers/workers';

/**
 * Several workers on one ledger send, under faults of Meta's, while they are killed and, with Redis, their clocks
 * jump. All is then asked for again with the same keys, and what stays unknown is looked up with Verify.
 * The customers' threads judge. `SVARA_ATTACK_RUNS=10000` sends so many messages in place of a few;
 * `SVARA_ATTACK_SEED` begins elsewhere. Timing has a part in it, so a seed makes a failure likely again,
 * not certain.
 */
const RUNS = Number(process.env.SVARA_ATTACK_RUNS ?? 80);
const SEED = Number(process.env.SVARA_ATTACK_SEED ?? 20_261_121);

/** Messages with one seed. */
const ROUND = 1_000;
const WORKERS = 3;
/** Executions side by side. */
const AT_ONCE = 12;
/** How many of a round's messages a second execution asks for at the same time. */
const ASKED_TWICE_PERCENT = 15;
/** How long a token lives that dies in the middle. */
const DYING_TOKEN_MS = 1_500;

describeOnSharedStores('workers on %s that are killed', (_, open) => {
	it(
		`deliver each of ${RUNS} messages once, or say that they do not know (seed ${SEED})`,
		async () => {
			const store = await open();
			const sandbox = await startSandbox();
			const home = await mkdtemp(join(tmpdir(), 'svara-attack-'));
			const workers = new Workers(environmentOf(store, home), WORKERS);
			const jumpsMs = JUMPS_MS[store.settings.store === 'redis' ? 'redis' : 'sqlite'];
			const place = { sandbox, workers, jumpsMs };
			try {
				const total: Figures = { ...NONE };
				for (let first = 0; first < RUNS; first += ROUND) {
					const count = Math.min(ROUND, RUNS - first);
					const figures = await attack(SEED + first, count, place);
					for (const name of FIGURES) total[name] += figures[name];
				}
				if (process.env.SVARA_ATTACK_RUNS) process.stdout.write(`${JSON.stringify(total)}\n`);
				// An attack that nothing came of would prove nothing.
				expect(Math.min(total.posted, total.killed, total.unclear, total.settled)).toBeGreaterThan(
					0,
				);
			} finally {
				await workers.close();
				await sandbox.close();
				await store.close();
				await rm(home, { recursive: true, force: true });
			}
		},
		240_000 + RUNS * 500,
	);
});

const FIGURES = ['posted', 'killed', 'unclear', 'settled', 'unknown', 'arrived'] as const;
/** Of POSTs, of messages in a killed worker's hands, unclear when asked for again, settled by Verify … */
type Figures = Record<(typeof FIGURES)[number], number>;
const NONE: Figures = { posted: 0, killed: 0, unclear: 0, settled: 0, unknown: 0, arrived: 0 };

const environmentOf = ({ settings }: SharedStore, home: string): Record<string, string> => ({
	N8N_USER_FOLDER: home,
	// What killed workers leave behind goes with it.
	TMPDIR: home,
	...(settings.store === 'redis' && settings.redis.kind === 'url'
		? { SVARA_LEDGER: 'redis', SVARA_REDIS_URL: settings.redis.url }
		: { SVARA_LEDGER: 'sqlite' }),
});

/** Sends new messages amid troubles, asks for all of them again in peace, and looks up what is unclear. */
async function attack(seed: number, count: number, place: Place): Promise<Figures> {
	const { sandbox } = place;
	const dice = diceOf(seed);
	const messages = await composeMessages(count, dice, sandbox);
	const judge = (when: string) => {
		const faults = faultsIn(messages, sandbox.messages);
		if (faults.length === 0) return;
		const again = `SVARA_ATTACK_SEED=${seed} SVARA_ATTACK_RUNS=${count}`;
		throw new Error(`Failed with ${again}, ${when}:\n${faults.join('\n')}`);
	};

	await amidTroubles(messages, dice, place);
	judge('amid the troubles');
	const posted = sandbox.requests.at(-1)?.id ?? 0;
	const killed = messages.filter(({ reports }) => reports.includes('killed')).length;

	const setClocks = (aheadMs: number) => {
		for (let worker = 0; worker < WORKERS; worker++) place.workers.setClockAhead(worker, aheadMs);
	};
	setClocks(-CLOCK_BEHIND_MS);
	const batches = toBatches(messages, dice);
	await runAll(batches, { maxRetries: 2 }, dice, place);
	judge('asked for again');
	const isOpen = (message: Message) => lastWord(message) === 'unknown';
	const unclear = messages.filter(isOpen);
	const refused = messages.filter((message) => lastWord(message) === 'no');
	expect(refused.map(({ key, reports }) => ({ key, reports }))).toEqual([]);

	setClocks(0);
	const findable = unclear.filter(({ isFromFuture }) => !isFromFuture);
	const lookUp = { onUnknownOutcome: 'verify', maxRetries: 2 };
	await runAll(
		findable.map((message) => [message]),
		lookUp,
		dice,
		place,
	);
	judge('looked up');

	const figures = {
		posted,
		killed,
		unclear: unclear.length,
		settled: findable.filter((message) => !isOpen(message)).length,
		unknown: messages.filter(isOpen).length,
		arrived: arrivedOf(messages, sandbox.messages).length,
	};
	sandbox.messages.length = 0;
	sandbox.requests.length = 0;
	return figures;
}

async function amidTroubles(messages: Message[], dice: Dice, place: Place): Promise<void> {
	const { sandbox } = place;
	plantTroubles(messages, dice, place);
	plantFaults(messages, dice, sandbox);
	const expiresAt = sandbox.clock.now() + DYING_TOKEN_MS;
	const dying = messages[0]!.sender.account;
	const token = sandbox.addToken(dying, 'valid', { expiresAt });
	const batches = toBatches(messages, dice).flatMap((batch) =>
		dice.percent(ASKED_TWICE_PERCENT) ? [batch, batch] : [batch],
	);
	await runAll(batches, { maxRetries: 1, timeout: 20 }, dice, place, (batch) =>
		batch[0]?.sender.account === dying ? token : undefined,
	);
	sandbox.faults.clear();
}

/** Has the batches sent by workers of the dice's choice, and notes what is said of each message. */
async function runAll(
	batches: readonly Batch[],
	options: INodeParameters,
	dice: Dice,
	{ sandbox, workers }: Place,
	tokenOf: (batch: Batch) => string | undefined = () => undefined,
): Promise<void> {
	const tasks = batches.map((batch) => {
		const worker = dice.below(workers.count);
		return async () => {
			for (const message of batch) message.worker = worker;
			const order = orderFor(batch, sandbox, options, tokenOf(batch));
			const outcome = await workers.run(worker, order);
			for (const [index, message] of batch.entries()) {
				message.isFromFuture ||= outcome.isFromFuture;
				message.reports.push(outcome.kind === 'killed' ? 'killed' : outcome.items[index]!);
			}
		};
	});
	await pooled(tasks, AT_ONCE);
}
