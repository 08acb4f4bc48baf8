import assert from 'node:assert/strict';

import type { Report } from '../../package/report';
import { openSender, tally, uploadedNote } from '../sender';
import type { QueueStage } from '../stage';

/** In each of some executions at once, so that both workers have some. */
const NOTES = 30;
const EXECUTIONS = 4;

/** Audio messages a second from one account: Meta's limit. */
const LIMIT = 10;

/**
 * In any one second. Two workers that know nothing of each other come to twice the limit; one that a
 * busy machine lets wait brings what it had spaced in a bunch.
 */
const MOST = 14;

/** Both workers together keep to Meta's pace. */
export async function checkPace(report: Report, stage: QueueStage): Promise<void> {
	await report.measure('two workers that send voice notes from one account', async () => {
		const account = stage.sandbox.addAccount('messenger');
		const parameters = await uploadedNote(stage.sandbox, account);
		const sender = await openSender(stage, 'pace', { account, parameters });
		const notes = sender.compose(EXECUTIONS * NOTES);
		const batches = Array.from({ length: EXECUTIONS }, (_, index) =>
			notes.slice(index * NOTES, (index + 1) * NOTES),
		);
		const { requests } = stage.sandbox;
		const before = requests.length;
		const outcomes = await Promise.all(batches.map(async (batch) => await sender.post(batch)));

		assert.equal(sender.arrivals().length, notes.length, tally(outcomes.flat()));
		const times = sender.arrivals().map(({ at }) => at);
		const spanMs = Math.max(...times) - Math.min(...times);
		const aSecond = ((times.length - 1) / spanMs) * 1_000;
		const most = mostInOneSecond(times);
		const refused = requests.slice(before).filter(({ status }) => status !== 200);
		const figures = `${aSecond.toFixed(1)} a second, at most ${most} in any one, ${refused.length} refused`;
		assert.ok(aSecond <= LIMIT && most <= MOST, figures);
		return `${figures} (0.1: 18.7 and 36; Meta takes ${LIMIT})`;
	});
}

function mostInOneSecond(timesMs: readonly number[]): number {
	const within = (from: number) => timesMs.filter((at) => at >= from && at < from + 1_000).length;
	return Math.max(...timesMs.map(within));
}
