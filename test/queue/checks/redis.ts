import assert from 'node:assert/strict';

import { eventually } from '../../e2e/eventually';
import type { Report } from '../../package/report';
import { openSender, tally } from '../sender';
import { PATIENCE_MS, type QueueStage } from '../stage';

const BATCH = 450;
const RESTART_AFTER = 100;

/** Redis, which keeps its entries on disk, is restarted while a worker sends. */
export async function checkRedis(report: Report, stage: QueueStage): Promise<void> {
	await report.measure(`Redis restarted in a batch of ${BATCH}`, async () => {
		const sender = await openSender(stage, 'redis');
		const messages = sender.compose(BATCH);
		const posted = sender.post(messages).then(tally, () => 'no answer');
		await eventually(
			'some have arrived',
			async () => sender.arrivals().length >= RESTART_AFTER,
			PATIENCE_MS,
		);
		await stage.redis.stop();
		await stage.redis.start();
		const outcomes = await posted;

		const again = await sender.post(messages);
		const { arrived, doubled } = sender.judge(messages);
		assert.equal(doubled, 0);
		assert.equal(arrived, BATCH, tally(again));
		return `${doubled} of ${BATCH} sent twice; first ${outcomes}, posted again ${tally(again)}`;
	});
}
