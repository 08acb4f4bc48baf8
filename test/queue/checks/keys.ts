import assert from 'node:assert/strict';

import type { Report } from '../../package/report';
import { openSender, pooled, tally, type Outcome } from '../sender';
import { begunBy, type QueueStage } from '../stage';

const KEYS = 200;
const AT_ONCE = 20;

/** Every key sends once, whichever worker meets it and when. */
export async function checkKeys(report: Report, stage: QueueStage): Promise<void> {
	const { server, webhook, workers } = stage;
	const [first] = workers;

	await report.measure(`${KEYS} keys over two workers, each posted again later`, async () => {
		const sender = await openSender(stage, 'keys');
		const messages = sender.compose(KEYS);
		const tasks = messages.map((message) => async () => await sender.post([message]));
		const sent = (await pooled(tasks, AT_ONCE)).flat();
		const again = (await pooled(tasks, AT_ONCE)).flat();

		const { arrived, doubled } = sender.judge(messages);
		const begun = begunBy(first);
		const moved = sent.filter(
			({ executionId }, index) =>
				begun.has(executionId) !== begun.has(again[index]?.executionId ?? ''),
		);
		assert.ok(sent.every(hasGoneOut), tally(sent));
		assert.equal(tally(again), `${KEYS} skipped`);
		assert.equal(arrived, KEYS);
		assert.ok(moved.length > 0, 'some were posted again on the other worker');
		assert.equal(doubled, 0);
		return `${doubled} of ${KEYS} sent twice (0.1: 63), ${moved.length} met the other worker`;
	});

	await report.measure('the same key at once on two workers', async () => {
		const sender = await openSender(stage, 'at-once');
		const messages = sender.compose(KEYS / 2);
		const pairs = await pooled(
			messages.map(
				(message) => async () =>
					(
						await Promise.all(
							[server, webhook].map(async (at) => await sender.post([message], { at })),
						)
					).flat(),
			),
			AT_ONCE / 2,
		);

		const { arrived, doubled } = sender.judge(messages);
		const begun = begunBy(first);
		const apart = pairs.filter(
			(pair) => pair.filter(({ executionId }) => begun.has(executionId)).length === 1,
		);
		assert.equal(arrived, messages.length);
		assert.ok(apart.length > 0, 'some pairs met on two workers');
		assert.equal(doubled, 0, tally(pairs.flat()));
		return `${doubled} of ${messages.length} sent twice (0.1: 12 to 17 %), ${apart.length} on two workers`;
	});
}

/** Skipped where n8n had to be asked a second time. */
const hasGoneOut = ({ status }: Outcome): boolean => status === 'sent' || status === 'skipped';
