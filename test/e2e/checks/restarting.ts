import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import type { WebhookEvent } from '../../../sandbox';
import type { Report } from '../../package/report';
import { eventually } from '../eventually';
import { answersHandshake, onHold, openLoop, RECORDING, VERIFY_TOKEN } from '../loop';
import type { Stage } from '../stage';

const EVENTS = 10;

/** Meta repeats what it has delivered also to an n8n that was restarted meanwhile. */
export async function checkRestarting(report: Report, stage: Stage): Promise<void> {
	await checkRestart(report, stage, 'SIGTERM', 'restarted');
	await checkRestart(report, stage, 'SIGKILL', 'killed and started again');
}

async function checkRestart(
	report: Report,
	{ sandbox, server, api }: Stage,
	signal: 'SIGTERM' | 'SIGKILL',
	what: string,
): Promise<void> {
	const { webhooks } = sandbox;
	const account = sandbox.addAccount('messenger');
	const loop = await openLoop({ sandbox, server, api }, account, 'manual');
	const { customer, callbackUrl } = loop;
	const fields = ['messages'];
	await sandbox.connectWebhook(callbackUrl, { account, verifyToken: VERIFY_TOKEN, fields });
	const recording = await readFile(RECORDING);

	await report.check(`n8n ${what} runs no event again that came before`, async () => {
		const deliver = async (event: WebhookEvent) => {
			const [delivery] = await webhooks.deliver([event]);
			assert.equal(delivery?.status, 200);
		};
		const events: WebhookEvent[] = [];
		// One after another: n8n saves what overlaps more often.
		await onHold(webhooks, async () => {
			for (let i = 0; i < EVENTS; i++) {
				const { event } = customer.sendsVoiceNote(recording);
				await deliver(event);
				events.push(event);
			}
		});
		assert.equal((await loop.executions(EVENTS)).length, EVENTS);

		await server.stop(signal);
		server.start();
		await server.ready();
		await eventually('the trigger answers again', () => answersHandshake(callbackUrl));
		for (const event of events) await deliver(event);
		// What a repetition had started would be listed before this one.
		customer.sendsVoiceNote(recording);
		assert.equal((await loop.executions(EVENTS + 1)).length, EVENTS + 1);
	});
}
