import { mkdir, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { LoggerProxy, type INodeParameters } from 'n8n-workflow';

import { toAccount } from '../../lib/graph';
import { hashedKey, Ledger, type ClaimOptions, type LedgerSettings } from '../../lib/ledger';
import { ledgerOf } from '../../nodes/shared/ledger';
import { readLedgerSettings } from '../../nodes/shared/ledgerSettings';
import { HAS_REDIS, HAS_SQLITE, openRedis } from '../ledger/stores';
import { openStage, type Stage } from './stage';

/** Nobody listens on it. */
const NOWHERE = 'redis://127.0.0.1:1';

const TEXT = { resource: 'message', operation: 'sendText', text: 'Hello' };

async function withStage(
	env: Record<string, string>,
	test: (stage: Stage) => Promise<void>,
): Promise<void> {
	const stage = await openStage({ env });
	try {
		await test(stage);
	} finally {
		await stage.close();
	}
}

async function send(stage: Stage, options: INodeParameters = {}, executionId?: string) {
	const run = await stage.run(
		'messenger',
		{ onError: 'continueRegularOutput', parameters: { ...TEXT, options } },
		[{ json: {} }],
		executionId === undefined ? {} : { executionId },
	);
	const json = run.items('Voice')[0]?.json ?? {};
	return { json, outcome: json.errorCode ?? json.status, hints: run.hints('Voice') };
}

describe('while the ledger is away', () => {
	it.each([{ idempotencyKey: 'k' }, { disclosure: 'A machine answers.' }])(
		'nothing goes out with %j, and the item says why',
		async (options) => {
			await withStage({ SVARA_REDIS_URL: NOWHERE }, async (stage) => {
				const { json, outcome } = await send(stage, options);
				expect(outcome).toBe('temporarily_unavailable');
				expect(json.error).toMatch(
					/^Nothing was sent, because '.*: Redis did not answer \[item 0\]$/,
				);
				expect(json.errorDetails).toMatchObject({
					delivered: 'no',
					fix: expect.stringMatching(/SVARA_REDIS_URL.*run the item again/) as string,
				});
				expect(stage.posts()).toHaveLength(0);
			});
		},
	);

	it('messages without a key go out, and the log says once what is missing', async () => {
		await withStage({ SVARA_REDIS_URL: NOWHERE }, async (stage) => {
			expect((await send(stage)).outcome).toBe('sent');
			expect((await send(stage)).outcome).toBe('sent');
			const warnings = stage.engine.logs.filter(({ message }) => message.includes('its ledger'));
			expect(warnings.length).toBeLessThanOrEqual(1);
		});
	});

	(HAS_SQLITE ? it : it.skip)(
		'a damaged file keeps messages with a key back until it is put away, and no other',
		async () => {
			await withStage({}, async (stage) => {
				const settings = readLedgerSettings(process.env);
				const path = settings.store === 'sqlite' ? settings.path : '';
				await mkdir(dirname(path), { recursive: true });
				await writeFile(path, 'no database at all, '.repeat(500));
				const { json, outcome } = await send(stage, { idempotencyKey: 'k' });
				expect(outcome).toBe('temporarily_unavailable');
				expect(json.error).toContain('is damaged');
				expect(stage.posts()).toHaveLength(0);
				expect((await send(stage)).outcome).toBe('sent');
				await unlink(path);
				expect((await send(stage, { idempotencyKey: 'k' })).outcome).toBe('sent');
				expect((await send(stage, { idempotencyKey: 'k' })).outcome).toBe('skipped');
				expect(stage.posts()).toHaveLength(2);
			});
		},
	);

	it('a wrong setting is named', async () => {
		await withStage({ SVARA_LEDGER: 'postgres' }, async (stage) => {
			const { json } = await send(stage, { idempotencyKey: 'k' });
			expect(json.error).toContain("SVARA_LEDGER is 'postgres'");
		});
	});
});

describe('a place in an execution', () => {
	it('is posted from once, also where the execution is run again as by another process', async () => {
		await withStage({}, async (stage) => {
			const first = await send(stage, {}, 'e1');
			const again = await send(stage, {}, 'e1');
			expect(again.json).toEqual(first.json);
			expect((await send(stage, {}, 'e2')).outcome).toBe('sent');
			expect(stage.posts()).toHaveLength(2);
		});
	});

	it('is free again after a failure that delivered nothing, and unknown after one that may have', async () => {
		await withStage({}, async (stage) => {
			stage.sandbox.faults.add({ path: /messages$/, effect: { error: { code: 551 } } });
			expect((await send(stage, {}, 'e1')).outcome).toBe('message_not_allowed');
			stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-then-500' });
			expect((await send(stage, {}, 'e1')).outcome).toBe('unknown_outcome');
			const { json, outcome } = await send(stage, {}, 'e1');
			expect(outcome).toBe('unknown_outcome');
			expect(json.error).toContain('posted before');
			expect(stage.posts()).toHaveLength(2);
		});
	});
});

/** What Meta's throttle is counted by. */
function accountKeyOf({ sandbox }: Stage): string {
	const { pageId, tokens } = sandbox.accounts.messenger;
	return toAccount({
		flavour: 'messenger',
		accessToken: tokens.valid,
		igUserId: '',
		pageId,
		appId: '',
		appSecret: '',
		baseUrl: sandbox.baseUrl('messenger'),
		apiVersion: '',
	}).key;
}

const throttle = ({ sandbox }: Stage) =>
	sandbox.faults.add({
		path: /messages$/,
		effect: { error: { code: 613 }, headers: { 'retry-after': '3000' } },
	});

describe('a throttle', () => {
	it('holds this process back also while the ledger is away', async () => {
		await withStage({ SVARA_REDIS_URL: NOWHERE }, async (stage) => {
			throttle(stage);
			expect((await send(stage)).outcome).toBe('rate_limited');
			expect((await send(stage)).outcome).toBe('rate_limited');
			expect(stage.posts()).toHaveLength(1);
		});
	});

	(HAS_SQLITE ? it : it.skip)('is known to all processes, whichever met it', async () => {
		await withStage({}, async (stage) => {
			const account = accountKeyOf(stage);
			await withRival(readLedgerSettings(process.env), 15_000, async ({ slots }) => {
				throttle(stage);
				expect((await send(stage)).outcome).toBe('rate_limited');
				expect(await slots.pausedForMs(account)).toBeGreaterThan(2_000_000);
			});
		});
		await withStage({}, async (stage) => {
			await withRival(readLedgerSettings(process.env), 15_000, async ({ slots }) => {
				await slots.pause(accountKeyOf(stage), 3_600_000);
				expect((await send(stage)).outcome).toBe('rate_limited');
				expect(stage.posts()).toHaveLength(0);
			});
		});
	});
});

const KEY = hashedKey('send', 'workflow', 'voice', 'k');
const KEYED = { idempotencyKey: 'k' };

/** Another process at the same ledger: its own connection, its own heartbeat. */
async function withRival(
	settings: LedgerSettings,
	goneAfterMs: number,
	test: (rival: Ledger) => Promise<void>,
): Promise<void> {
	const rival = new Ledger(settings, goneAfterMs);
	try {
		await test(rival);
	} finally {
		await rival.close();
	}
}

const claimBy = async (rival: Ledger, options?: ClaimOptions) => {
	const claimed = await rival.sends.claim(KEY, AbortSignal.timeout(5_000), options);
	if (claimed.state !== 'claimed') throw new Error(claimed.state);
	return claimed.claim;
};

(HAS_SQLITE ? describe : describe.skip)('a key that another process has', () => {
	const withBoth = async (
		goneAfterMs: number,
		test: (stage: Stage, rival: Ledger) => Promise<void>,
	) =>
		await withStage({}, async (stage) => {
			const settings = readLedgerSettings(process.env);
			await withRival(settings, goneAfterMs, async (rival) => await test(stage, rival));
		});

	it('sent: it is skipped, with the message’s id', async () => {
		await withBoth(15_000, async (stage, rival) => {
			await (await claimBy(rival)).sent({ messageId: 'm_there', attempts: 1 });
			expect((await send(stage, KEYED)).json).toMatchObject({
				status: 'skipped',
				skippedBecause: 'sent_before',
				messageId: 'm_there',
			});
		});
	});

	it('is at: the item waits for what becomes of it', async () => {
		await withBoth(15_000, async (stage, rival) => {
			const claim = await claimBy(rival);
			const waiting = send(stage, KEYED);
			await claim.release();
			expect((await waiting).outcome).toBe('sent');
		});
	});

	it('is at for longer than the time-out: nothing is sent', async () => {
		await withBoth(15_000, async (stage, rival) => {
			await claimBy(rival);
			const { json, outcome } = await send(stage, { ...KEYED, timeout: 1 });
			expect(outcome).toBe('temporarily_unavailable');
			expect(json.error).toContain('Another execution was still sending');
			expect(stage.posts()).toHaveLength(0);
		});
	});

	it('has sent while this one was stopped right before its own post: that is not made', async () => {
		const clock = jest.spyOn(Date, 'now');
		try {
			await withBoth(15_000, async (stage, rival) => {
				const { sends } = ledgerOf({ logger: LoggerProxy });
				const claim = sends.claim.bind(sends);
				jest.spyOn(sends, 'claim').mockImplementationOnce(async (...request) => {
					const mine = await claim(...request);
					const wakesAtMs = Date.now() + 20_000;
					clock.mockImplementation(() => wakesAtMs);
					await (await claimBy(rival, { takesOver: true })).sent({ messageId: 'm_there' });
					return mine;
				});
				expect((await send(stage, KEYED)).json).toMatchObject({
					status: 'skipped',
					messageId: 'm_there',
				});
				expect(stage.posts()).toHaveLength(0);
			});
		} finally {
			clock.mockRestore();
		}
	});

	it('took with it into its end: nobody knows', async () => {
		await withBoth(50, async (stage, rival) => {
			await claimBy(rival);
			await rival.close();
			expect((await send(stage, KEYED)).outcome).toBe('unknown_outcome');
			expect(stage.posts()).toHaveLength(0);
		});
	});
});

(HAS_SQLITE ? describe : describe.skip)('a customer to whom another process writes', () => {
	const DISCLOSED = { disclosure: 'A machine answers.' };
	const withLock = async (
		test: (stage: Stage, rival: Ledger, unlock: () => Promise<unknown>) => Promise<void>,
	) =>
		await withStage({}, async (stage) => {
			await withRival(readLedgerSettings(process.env), 15_000, async (rival) => {
				const { id } = stage.sandbox.accounts.messenger.recipients.open;
				const unlock = await rival.locks.take(hashedKey('lock', id), AbortSignal.timeout(5_000));
				await test(stage, rival, async () => await unlock?.());
			});
		});

	it.each([DISCLOSED, { onUnknownOutcome: 'verify' }])(
		'is waited for with %j, at most for the time-out',
		async (options) => {
			await withLock(async (stage, _rival, unlock) => {
				const { json, outcome } = await send(stage, { ...options, timeout: 1 });
				expect(outcome).toBe('temporarily_unavailable');
				expect(json.error).toContain('still writing to this customer');
				expect(stage.posts()).toHaveLength(0);
				await unlock();
				expect((await send(stage, options)).outcome).toBe('sent');
			});
		},
	);

	it('is not told again what the other has just said', async () => {
		await withLock(async (stage, { marks }, unlock) => {
			const { id } = stage.sandbox.accounts.messenger.recipients.open;
			await send(stage);
			const sending = send(stage, DISCLOSED);
			// Time enough to say it, were nobody waited for.
			for (let turn = 0; turn < 500; turn++) await setImmediate();
			await (await marks.read(hashedKey('said', 'workflow', id), 3_600_000)).renew();
			await unlock();
			expect((await sending).outcome).toBe('sent');
			expect(stage.sandbox.messages.map(({ text }) => text)).toEqual(['Hello', 'Hello']);
		});
	});

	it('is not waited for with anything else', async () => {
		await withLock(async (stage) => {
			expect((await send(stage)).outcome).toBe('sent');
			expect((await send(stage, KEYED)).outcome).toBe('sent');
		});
	});
});

(HAS_REDIS ? it : it.skip)(
	'what went out while Redis was away is known when it is back',
	async () => {
		const redis = await openRedis();
		try {
			await withStage({ SVARA_REDIS_URL: `redis://127.0.0.1:${redis.port}` }, async (stage) => {
				const fault = stage.sandbox.faults.add({ path: /messages$/, effect: 'deliver-slowly' });
				const sending = send(stage, KEYED);
				await fault.reached;
				await redis.stop();
				fault.release();
				const { outcome, hints } = await sending;
				expect(outcome).toBe('sent');
				expect(hints.map(({ message }) => message)).toEqual([
					expect.stringContaining('could not be recorded'),
				]);
				await redis.start();
				let again = await send(stage, { ...KEYED, timeout: 5 });
				while (again.outcome === 'temporarily_unavailable') {
					again = await send(stage, { ...KEYED, timeout: 5 });
				}
				expect(again.outcome).toBe('skipped');
				expect(stage.posts()).toHaveLength(1);
			});
		} finally {
			await redis.close();
		}
	},
);
