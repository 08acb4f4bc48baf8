import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { eventually } from '../../e2e/eventually';
import type { Report } from '../../package/report';
import { openSender, tally } from '../sender';
import { busyWorker, PATIENCE_MS, type QueueStage } from '../stage';

const BATCH = 200;
const FREEZE_AFTER = 50;

/** Longer than the 15 s after which a silent process counts as gone. */
const FROZEN_MS = 18_000;

const PARTS = 4;

/** A worker that stands still in the middle of a batch, as in a paused virtual machine, and goes on later. */
export async function checkFreezing(report: Report, stage: QueueStage): Promise<void> {
	await report.measure(
		`a worker stopped for ${FROZEN_MS / 1_000} s in a batch of ${BATCH}, which is posted again meanwhile`,
		async () => {
			const sender = await openSender(stage, 'freezing');
			const messages = sender.compose(BATCH);
			const first = sender.post(messages);
			await eventually(
				'some have arrived',
				async () => sender.arrivals().length >= FREEZE_AFTER,
				PATIENCE_MS,
			);
			const worker = await busyWorker(stage);
			worker.signal('SIGSTOP');
			const frozen = pause(FROZEN_MS);
			const before = sender.judge(messages).arrived;
			// Redis may still hand a job to the stopped worker, which begins it when it goes on.
			const parts = Array.from({ length: PARTS }, (_, index) =>
				sender.post(messages.filter((_message, place) => place % PARTS === index)),
			);
			const meanwhile = Promise.allSettled(parts);
			await frozen;
			const during = sender.judge(messages).arrived;
			worker.signal('SIGCONT');
			await Promise.allSettled([first, meanwhile]);

			const again = await sender.post(messages);
			const { arrived, doubled } = sender.judge(messages);
			assert.equal(doubled, 0);
			assert.ok(during > before, 'the other worker sent on');
			assert.equal(arrived, BATCH, tally(again));
			return `${doubled} of ${BATCH} sent twice; ${before} before, ${during - before} by the other worker, ${tally(again)} in the end`;
		},
	);
}
