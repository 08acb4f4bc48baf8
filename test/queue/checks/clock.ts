import assert from 'node:assert/strict';

import { eventually } from '../../e2e/eventually';
import type { Report } from '../../package/report';
import { openSender, tally } from '../sender';
import { begunBy, PATIENCE_MS, type QueueStage } from '../stage';

const MESSAGES = 400;
const EXECUTIONS = 8;
const JUMP_AFTER = 100;

/** The clock of one worker jumps while both send. */
export async function checkClock(report: Report, stage: QueueStage): Promise<void> {
	const [, jumper] = stage.workers;

	await report.measure('the clock of one worker set an hour ahead, and back', async () => {
		const sender = await openSender(stage, 'clock');
		const messages = sender.compose(MESSAGES);
		const postAll = async () => {
			const parts = Array.from({ length: EXECUTIONS }, async (_, part) =>
				sender.post(messages.filter((_message, place) => place % EXECUTIONS === part)),
			);
			return (await Promise.all(parts)).flat();
		};
		const jump = async () => {
			const before = countJumps(jumper.log());
			jumper.signal('SIGUSR2');
			await eventually('the clock has jumped', async () => countJumps(jumper.log()) > before);
		};

		const posted = postAll();
		await eventually(
			'some have arrived',
			async () => sender.arrivals().length >= JUMP_AFTER,
			PATIENCE_MS,
		);
		await jump();
		const sent = await posted;
		const ahead = await postAll();
		const reposted = postAll();
		await jump();
		const back = await reposted;

		const begun = begunBy(jumper);
		const moved = ahead.filter(({ executionId }) => begun.has(executionId)).length;
		const { arrived, doubled } = sender.judge(messages);
		assert.equal(doubled, 0);
		assert.equal(arrived, MESSAGES, tally(sent));
		assert.equal(tally([...ahead, ...back]), `${2 * MESSAGES} skipped`);
		assert.ok(moved > 0, 'that worker met some again');
		return `${doubled} of ${MESSAGES} sent twice; ${moved} met the worker that was ahead`;
	});
}

const countJumps = (log: string): number => log.split('The clock stands at').length - 1;
