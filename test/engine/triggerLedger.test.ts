import { receive } from '../../lib/webhook';
import { closeLedger } from '../../nodes/shared/ledger';
import { HAS_REDIS, HAS_SQLITE, openRedis } from '../ledger/stores';
import { until } from '../sandbox/support';
import { messaging, UPDATES } from '../webhook/payloads';
import { eventsOf, post, settings } from '../webhook/support';
import { openTriggerStage, type TriggerStage } from './triggerStage';

/** Nobody listens on it. */
const NOWHERE = 'redis://127.0.0.1:1';

const message = (id: number) =>
	messaging([{ ...UPDATES.text, message: { mid: `mid-${id}`, text: String(id) } }]);

async function withStage(
	env: Record<string, string>,
	test: (stage: TriggerStage) => Promise<void>,
): Promise<void> {
	const stage = await openTriggerStage({ env });
	try {
		await stage.open({ events: ['message'] });
		await test(stage);
	} finally {
		await stage.close();
	}
}

describe('events that come again', () => {
	(HAS_SQLITE ? it : it.skip)('after a restart start nothing', async () => {
		await withStage({}, async (stage) => {
			for (let id = 0; id < 10; id++) await stage.deliver(message(id));
			// One more answer, so that the last of the ten is written down for certain.
			expect((await stage.deliver(message(9))).status).toBe(200);
			await closeLedger();
			for (let id = 0; id < 10; id++) {
				expect((await stage.deliver(message(id))).status).toBe(200);
			}
			expect(stage.live.runs).toHaveLength(10);
			expect(stage.live.staticData).toEqual({});
		});
	});

	it('after an update from 0.1, which kept them with the workflow, start nothing', async () => {
		await withStage({}, async (stage) => {
			const [former] = eventsOf(receive(post(message(0)), settings()));
			stage.live.staticData = { 'node:Trigger': { seenEvents: [former?.deduplicationKey ?? ''] } };
			expect((await stage.deliver(message(0))).status).toBe(200);
			expect(stage.live.runs).toEqual([]);
			expect(stage.live.staticData).toEqual({ 'node:Trigger': {} });
			await stage.deliver(message(0));
			expect(stage.live.runs).toEqual([]);
			await stage.deliver(message(1));
			expect(stage.live.runs).toHaveLength(1);
		});
	});
});

describe('without its ledger', () => {
	it('the trigger asks Meta to come again, and says why in the log', async () => {
		await withStage({ SVARA_REDIS_URL: NOWHERE }, async (stage) => {
			expect((await stage.deliver(message(0))).status).toBe(503);
			expect(stage.live.runs).toEqual([]);
			expect(stage.live.failures).toEqual([]);
			expect(stage.engine.logs).toContainEqual({
				level: 'warn',
				message: expect.stringMatching(/Redis did not answer\. Check that it runs/) as string,
			});
		});
	});

	it('what starts no run is answered all the same', async () => {
		await withStage({ SVARA_REDIS_URL: NOWHERE }, async (stage) => {
			expect((await stage.deliver(messaging([UPDATES.read]))).status).toBe(200);
			expect(stage.live.runs).toHaveLength(0);
		});
	});

	it('a trigger that takes every delivery goes on', async () => {
		await withStage({ SVARA_REDIS_URL: NOWHERE }, async (stage) => {
			stage.live.configure({ options: { deduplicate: false } });
			expect((await stage.deliver(message(0))).status).toBe(200);
			expect(stage.live.runs).toHaveLength(1);
		});
	});

	it('a wrong setting is named', async () => {
		await withStage({ SVARA_LEDGER: 'postgres' }, async (stage) => {
			expect((await stage.deliver(message(0))).status).toBe(503);
			expect(stage.engine.logs.map(({ message: text }) => text)).toContainEqual(
				expect.stringMatching(/SVARA_LEDGER is 'postgres', .*auto, sqlite, redis, memory/),
			);
		});
	});
});

(HAS_REDIS ? it : it.skip)('it recovers by itself when Redis is back', async () => {
	const redis = await openRedis();
	try {
		const url = `redis://127.0.0.1:${redis.port}`;
		await withStage({ SVARA_REDIS_URL: url }, async (stage) => {
			expect((await stage.deliver(message(0))).status).toBe(200);
			await redis.stop();
			expect((await stage.deliver(message(1))).status).toBe(503);
			await redis.start();
			let status = 503;
			while (status === 503) ({ status } = await stage.deliver(message(1)));
			expect(status).toBe(200);
			expect((await stage.deliver(message(0))).status).toBe(200);
			await until(() => stage.live.runs.length === 2);
		});
	} finally {
		await redis.close();
	}
});
