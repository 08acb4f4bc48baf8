import assert from 'node:assert/strict';

import { eventually } from '../../e2e/eventually';
import type { Report } from '../../package/report';
import { openSender, tally, type Outcome } from '../sender';
import { busyWorker, PATIENCE_MS, type QueueStage } from '../stage';

const BATCH = 450;
const STOP_AFTER = 100;

/** n8n gives its executions 30 s before it ends itself. */
const END_WITHIN_MS = 45_000;

/** A worker that is told to end lets go of the batch that it is sending. */
export async function checkEnding(report: Report, stage: QueueStage): Promise<void> {
	const sender = await openSender(stage, 'ending');
	const messages = sender.compose(BATCH);
	let outcomes: Outcome[] = [];

	await report.measure(`SIGTERM in a batch of ${BATCH}`, async () => {
		const answer = sender.post(messages).then(
			(posted) => (outcomes = posted),
			() => [],
		);
		await eventually(
			'some have arrived',
			async () => sender.arrivals().length >= STOP_AFTER,
			PATIENCE_MS,
		);
		const worker = await busyWorker(stage);
		const before = sender.arrivals().length;
		const startedMs = performance.now();
		await worker.stop('SIGTERM', END_WITHIN_MS);
		const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
		worker.start();
		await Promise.all([answer, worker.ready()]);

		const { arrived, doubled } = sender.judge(messages);
		assert.equal(doubled, 0);
		const figures = `${arrived - before} more arrived, ${tally(outcomes)}, ended after ${seconds} s`;
		const cancelled = outcomes.filter(({ errorCode }) => errorCode === 'cancelled');
		assert.ok(cancelled.length > 0, `it sent on: ${figures}`);
		const endings = `${arrived} sent, ${BATCH - arrived} cancelled`;
		assert.equal(tally(outcomes), endings, figures);
		return `${figures} (0.1: sent on for 32 s)`;
	});

	await report.measure('that batch posted again with its keys', async () => {
		const again = await sender.post(messages);
		const { arrived, doubled } = sender.judge(messages);
		assert.equal(doubled, 0);
		assert.equal(arrived, BATCH, tally(again));
		return `${doubled} of ${BATCH} sent twice, ${tally(again)}`;
	});
}
