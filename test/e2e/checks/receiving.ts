import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type {
	Customer,
	DeliveredMessage,
	Flavour,
	SandboxAccount,
	SignatureMode,
	Webhooks,
} from '../../../sandbox';
import type { Report } from '../../package/report';
import { credentialOf, FLAVOURS, platformOf } from '../accounts';
import { inTime } from '../eventually';
import type { Execution } from '../n8nApi';
import { REPOSITORY, type Stage } from '../stage';
import { answerVoiceNotes, triggerPath } from '../workflows';

const VERIFY_TOKEN = 'a text of one’s own & more';

/** What must not be believed. */
const FORGERIES: SignatureMode[] = ['missing', 'forged', 'tampered', 'sha1Only', 'truncated'];

/** As a phone records it: plays everywhere, so the answer is the same bytes. */
const RECORDING = join(REPOSITORY, 'test/vectors/m4a-ready.m4a');

/** The loop: a customer's voice note starts a workflow, which answers it with a voice note. */
export async function checkReceiving(report: Report, stage: Stage): Promise<void> {
	const { accounts } = stage.sandbox;
	// n8n tries five times, for 15 s, before it gives up; the loops run meanwhile.
	const refusal = openLoop(stage, accounts.messenger, 'manual', { appSecret: '' }).then(
		() => 'active',
		String,
	);
	for (const flavour of FLAVOURS) await checkLoop(report, stage, accounts[flavour]);
	for (const flavour of ['instagramPage', 'messenger'] as const) {
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
	const { webhooks } = stage.sandbox;
	const loop = await openLoop(stage, account, 'manual');
	const { customer, callbackUrl } = loop;
	const recording = await readFile(RECORDING);
	const check = (name: string, run: () => Promise<void>) =>
		report.check(`${name} (${account.flavour})`, run);

	await check('the handshake is answered to whoever knows the verify token', async () => {
		const fields = ['messages', 'message_echoes'];
		await webhooks.setInDashboard(account, { callbackUrl, verifyToken: VERIFY_TOKEN, fields });
		webhooks.subscribeAccount(account, fields);

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

/** Meta's own delivery waits until the test has made its own. */
async function onHold(webhooks: Webhooks, run: () => Promise<void>): Promise<void> {
	webhooks.hold();
	try {
		await run();
	} finally {
		webhooks.release();
	}
}

interface Loop {
	customer: Customer;
	/** The production URL that Meta gets. */
	callbackUrl: string;
	/** All of the workflow's, once so many are over and no webhook is under way. */
	executions(count: number): Promise<Execution[]>;
	/** What has arrived in the customer's thread. */
	answers(): DeliveredMessage[];
}

/** Saves the account's credential and activates a workflow that answers its customers. */
async function openLoop(
	{ sandbox, server, api }: Stage,
	account: SandboxAccount,
	registration: 'manual' | 'automatic',
	overrides: IDataObject = {},
): Promise<Loop> {
	const { type, data } = credentialOf(sandbox, account);
	const fields = { ...data, verifyToken: VERIFY_TOKEN, ...overrides };
	const credential = await api.createCredential(type, account.name, fields);
	const { workflow, webhookId } = answerVoiceNotes(platformOf(account.flavour), registration, {
		[type]: credential,
	});
	const workflowId = await api.activate(workflow);
	const { second } = account.recipients;
	return {
		customer: sandbox.customer(account, second),
		callbackUrl: server.url + triggerPath(webhookId),
		async executions(count) {
			await api.finishedExecutions(workflowId, count);
			// Whatever n8n answers 200 to has its execution by then.
			await inTime('no webhook is under way', sandbox.webhooks.idle());
			return await api.finishedExecutions(workflowId, count);
		},
		answers: () =>
			sandbox.messages.filter(
				(each) => each.accountId === account.id && each.recipientId === second.id,
			),
	};
}

/** Echoes carry the id of the message they repeat. */
function isEchoOf({ messageId }: DeliveredMessage, body: Buffer): boolean {
	const text = body.toString();
	return text.includes('"is_echo":true') && text.includes(messageId);
}
