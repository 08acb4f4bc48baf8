import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

import type { WebhookEvent } from '../../../sandbox';
import { eventually } from '../../e2e/eventually';
import { answersHandshake, openLoop, RECORDING, type Loop } from '../../e2e/loop';
import type { Report } from '../../package/report';
import type { QueueStage } from '../stage';

const ONE_AFTER_ANOTHER = 10;
const APART = 12;
const STEP_MS = 250;

/** An event starts one run, whichever process Meta brings it to and how often. */
export async function checkEvents(report: Report, stage: QueueStage): Promise<void> {
	const { sandbox, server, webhook } = stage;
	const loop = await openLoop(stage, sandbox.addAccount('messenger'), 'manual');
	const urls = [server, webhook].map(({ url }) => loop.callbackUrl.replace(server.url, url));
	const [atMain = '', atProcessor = ''] = urls;
	const recording = await readFile(RECORDING);
	const newEvents = (count: number) =>
		Array.from({ length: count }, () => loop.customer.sendsVoiceNote(recording).event);
	const bring = async (event: WebhookEvent, to: string) => {
		const [delivery] = await sandbox.webhooks.deliver([event], { to });
		assert.equal(delivery?.status, 200);
	};

	await report.measure(
		`the same event ${STEP_MS / 1_000} to ${(APART * STEP_MS) / 1_000} s apart to main and to the webhook processor`,
		async () => {
			await Promise.all(
				newEvents(APART).map(async (event, index) => {
					await bring(event, atMain);
					await pause((index + 1) * STEP_MS);
					await bring(event, atProcessor);
				}),
			);
			const doubled = await runsBeyond(loop, APART);
			assert.equal(doubled, 0);
			return `${doubled} of ${APART} doubled (0.1: 12)`;
		},
	);

	await report.measure(
		`${ONE_AFTER_ANOTHER} events one after another, n8n restarted, repeated`,
		async () => {
			const events = newEvents(ONE_AFTER_ANOTHER);
			for (const event of events) await bring(event, atMain);
			const before = APART + ONE_AFTER_ANOTHER;
			assert.equal(await runsBeyond(loop, before), 0);

			await Promise.all([server, webhook].map(async (each) => await each.stop()));
			for (const each of [server, webhook]) each.start();
			await Promise.all([server, webhook].map(async (each) => await each.ready()));
			for (const url of urls) {
				await eventually('the trigger answers again', () => answersHandshake(url));
			}
			for (const [index, event] of events.entries()) {
				await bring(event, index % 2 === 0 ? atMain : atProcessor);
			}
			const again = await runsBeyond(loop, before);
			assert.equal(again, 0);
			return `${again} second runs (0.1: 9)`;
		},
	);
}

/** An execution exists before the request that starts it is answered: nothing can come later. */
async function runsBeyond(loop: Loop, count: number): Promise<number> {
	return (await loop.executions(count)).length - count;
}
