import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import type { DeliveredMessage, Flavour, SandboxAccount, SignatureMode } from '../../../sandbox';
import type { Report } from '../../package/report';
import { FLAVOURS, PAGE_FLAVOURS } from '../accounts';
import { onHold, openLoop, RECORDING, VERIFY_TOKEN } from '../loop';
import type { Stage } from '../stage';

/** What must not be believed. */
const FORGERIES: SignatureMode[] = ['missing', 'forged', 'tampered', 'sha1Only', 'truncated'];

/** The loop: a customer's voice note starts a workflow, which answers it with a voice note. */
export async function checkReceiving(report: Report, stage: Stage): Promise<void> {
	const { accounts } = stage.sandbox;
	// n8n tries five times, for 15 s, before it gives up; the loops run meanwhile.
	const refusal = openLoop(stage, accounts.messenger, 'manual', { appSecret: '' }).then(
		() => 'active',
		String,
	);
	for (const flavour of FLAVOURS) await checkLoop(report, stage, accounts[flavour]);
	for (const flavour of PAGE_FLAVOURS) {
		await checkRegistration(report, stage, flavour);
	}

	await report.check(
		'a trigger without an app secret is not activated, and n8n says why',
		async () => {
			assert.match(await refusal, /'App Secret' is empty/);
		},
	);
}

/** Meta asks for the handshake while n8n is still activating the workflow. */
async function checkRegistration(report: Report, stage: Stage, flavour: Flavour): Promise<void> {
	await report.check(`activating registers the webhook with Meta (${flavour})`, async () => {
		const account = stage.sandbox.addAccount(flavour);
		const loop = await openLoop(stage, account, 'automatic');
		loop.customer.sendsVoiceNote(await readFile(RECORDING));

		assert.equal((await loop.executions(1)).length, 1);
		assert.equal(loop.answers().length, 1);
	});
}

async function checkLoop(report: Report, stage: Stage, account: SandboxAccount): Promise<void> {
	const { sandbox } = stage;
	const { webhooks } = sandbox;
	const loop = await openLoop(stage, account, 'manual');
	const { customer, callbackUrl } = loop;
	const recording = await readFile(RECORDING);
	const check = (name: string, run: () => Promise<void>) =>
		report.check(`${name} (${account.flavour})`, run);

	await check('the handshake is answered to whoever knows the verify token', async () => {
		const fields = ['messages', 'message_echoes'];
		await sandbox.connectWebhook(callbackUrl, { account, verifyToken: VERIFY_TOKEN, fields });

		const stranger = new URLSearchParams({
			'hub.mode': 'subscribe',
			'hub.challenge': '1158201444',
			'hub.verify_token': 'guessed',
		});
		const { status } = await fetch(`${callbackUrl}?${stranger.toString()}`);
		assert.equal(status, 403);
	});

	await check('a voice note is answered with a voice note, whose echo starts nothing', async () => {
		customer.sendsVoiceNote(recording);
		const [execution, ...more] = await loop.executions(1);

		assert.ok(execution && more.length === 0, `${more.length + 1} executions`);
		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
		const [answer, ...others] = loop.answers();
		assert.ok(answer && others.length === 0, `${others.length + 1} answers`);
		assert.equal(answer.kind, 'audio');
		assert.deepEqual(answer.attachment?.bytes, recording);

		const echo = webhooks.deliveries.find(({ body }) => isEchoOf(answer, body));
		assert.equal(echo?.status, 200, 'the echo was delivered');
	});

	await check(
		'a message that comes ten times at once, and later again, starts one run',
		async () => {
			await onHold(webhooks, async () => {
				const { event } = customer.sendsVoiceNote(recording);
				const copies = await webhooks.deliver([event], { times: 10, isConcurrent: true });
				const statuses = copies.map(({ status }) => status);
				assert.deepEqual(statuses, Array<number>(10).fill(200));
			});

			assert.equal((await loop.executions(2)).length, 2);
			assert.equal(loop.answers().length, 2);
		},
	);

	await check('forged and unsigned webhooks are refused and leave no execution', async () => {
		await onHold(webhooks, async () => {
			const { event } = customer.sendsVoiceNote(recording);
			for (const signature of FORGERIES) {
				const [delivery] = await webhooks.deliver([event], { signature });
				assert.equal(delivery?.status, 401, signature);
			}
		});

		// Released, the message is believed. What a forgery had started would be listed before it.
		assert.equal((await loop.executions(3)).length, 3);
		assert.equal(loop.answers().length, 3);
	});
}

/** Echoes carry the id of the message they repeat. */
function isEchoOf({ messageId }: DeliveredMessage, body: Buffer): boolean {
	const text = body.toString();
	return text.includes('"is_echo":true') && text.includes(messageId);
}
