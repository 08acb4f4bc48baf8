import assert from 'node:assert/strict';

import type { SandboxAccount } from '../../../sandbox';
import type { Execution } from '../n8nApi';
import type { Stage } from '../stage';
import { webhookPath } from '../workflows';
import { API_KEY } from './exampleCredentials';
import { openExample } from './openExample';

/** The examples that begin with another program, a clock or a click. */
export const WITHOUT_TRIGGER = {
	'crm-event-to-voice-note': speaksOfOrder,
	'one-upload-many-recipients': uploadsOnce,
	'keep-token-alive': keepsToken,
	'svara-compatible-endpoint': servesCallers,
	'send-a-voice-note': sends,
};

/** What a node put out on one of its outputs. */
const itemsOf = ({ data }: Execution, node: string, output = 0) =>
	(data.resultData.runData[node]?.[0]?.data?.main?.[output] ?? []).map(({ json }) => json);

/** Calls a webhook of an example. */
async function call(stage: Stage, path: string, body: object, key = API_KEY) {
	const response = await fetch(stage.server.url + webhookPath(path), {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: key },
		body: JSON.stringify(body),
	});
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.includes('json');
	return { status: response.status, body: (isJson ? JSON.parse(text) : text) as unknown };
}

async function speaksOfOrder(stage: Stage): Promise<void> {
	const example = await openExample(stage, 'crm-event-to-voice-note', 'messenger');
	const event = { customerId: example.recipient.id, firstName: 'Gita', orderId: 'A-17' };
	assert.equal((await call(stage, 'crm-event', event, 'Bearer guessed')).status, 403);

	const sent = await call(stage, 'crm-event', event);
	assert.equal((sent.body as { status: string }).status, 'sent', JSON.stringify(sent));
	const [note] = example.answers();
	// As long as the sandbox takes to read the text, which names person and order.
	assert.ok((note?.attachment?.durationSeconds ?? 0) > 3, JSON.stringify(note?.attachment));

	const { windowClosed } = stage.sandbox.accounts.messenger.recipients;
	const late = await call(stage, 'crm-event', { ...event, customerId: windowClosed.id });
	assert.equal((late.body as { status: string }).status, 'not_sent', JSON.stringify(late));

	// Meta refuses this one, which has an open window: the caller learns that, too.
	const { unavailable } = stage.sandbox.accounts.messenger.recipients;
	const refused = await call(stage, 'crm-event', {
		...event,
		customerId: unavailable.id,
		orderId: 'A-18',
	});
	assert.equal(refused.status, 200, JSON.stringify(refused));
	const { status, reason } = refused.body as { status: string; reason: string };
	assert.equal(status, 'not_sent');
	assert.match(reason, /not available|blocked|cannot/i);
	await example.close();
}

async function uploadsOnce(stage: Stage): Promise<void> {
	const { messages, requests } = stage.sandbox;
	const [messagesBefore, requestsBefore] = [messages.length, requests.length];
	const example = await openExample(stage, 'one-upload-many-recipients', 'messenger');
	await example.execute('When clicking Execute workflow');
	const [execution] = await example.settled(1);

	const uploads = requests
		.slice(requestsBefore)
		.filter(({ path }) => path.endsWith('/message_attachments'));
	assert.equal(uploads.length, 1);
	const heard = messages.slice(messagesBefore).map(({ recipientId }) => recipientId);
	const { open, second, windowClosed, unavailable } = stage.sandbox.accounts.messenger.recipients;
	for (const { id } of [open, second, example.recipient]) assert.ok(heard.includes(id));
	assert.ok(!heard.includes(windowClosed.id));
	const refused = itemsOf(execution!, 'Send Voice Note', 1).map(({ errorCode }) => errorCode);
	assert.ok(refused.includes('message_not_allowed'), `${unavailable.name} has blocked the Page`);
	assert.equal(itemsOf(execution!, 'Sent').length, heard.length);
}

async function keepsToken(stage: Stage): Promise<void> {
	const example = await openExample(stage, 'keep-token-alive', 'instagramLogin');
	await example.execute('Every Monday');
	const [execution] = await example.settled(1);
	assert.equal(itemsOf(execution!, 'All Is Well').length, 1, 'nobody is bothered');
	assert.equal(itemsOf(execution!, 'Tell Somebody').length, 0);
	await example.close();
}

async function servesCallers(stage: Stage): Promise<void> {
	const { sandbox } = stage;
	const example = await openExample(stage, 'svara-compatible-endpoint', 'instagramLogin');
	const { instagramLogin, messenger } = sandbox.accounts;
	const other = sandbox.addAccount('instagramLogin');
	const requestFrom = (account: SandboxAccount, recipient = account.recipients.second) => ({
		platform: account.flavour === 'messenger' ? 'messenger' : 'instagram',
		recipient: recipient.id,
		audio_url: `${sandbox.url}/samples/voice-note.m4a`,
		session:
			account.flavour === 'messenger'
				? { page_access_token: account.tokens.valid }
				: { access_token: account.tokens.valid, ig_user_id: account.igUserId },
	});

	const request = { ...requestFrom(instagramLogin), caption: 'Listen to this' };
	assert.equal((await call(stage, 'v1/send', request, 'Bearer guessed')).status, 403);
	const { status, body } = await call(stage, 'v1/send', request);
	const { id, created_at, ...queued } = body as Record<string, string>;
	assert.equal(status, 202, JSON.stringify(body));
	assert.match(id ?? '', /^msg_/);
	assert.ok(Date.parse(created_at ?? '') > 0);
	const { platform, recipient } = request;
	assert.deepEqual(queued, { status: 'queued', platform, recipient });
	const captions = () => sandbox.messages.filter(({ text }) => text === 'Listen to this');
	await example.settled(1);
	assert.equal(captions().length, 1);

	const late = requestFrom(instagramLogin, instagramLogin.recipients.windowClosed);
	const refused = await call(stage, 'v1/send', late);
	assert.equal(refused.status, 422);
	assert.equal((refused.body as { error: { code: string } }).error.code, 'messaging_window_closed');
	assert.equal((await call(stage, 'v1/send', { ...request, platform: 'fax' })).status, 400);

	const before = sandbox.messages.length;
	const batch = [requestFrom(instagramLogin), requestFrom(other), late, requestFrom(messenger)];
	const answers = await call(stage, 'v1/send', batch);
	assert.equal(answers.status, 202, JSON.stringify(answers.body));
	assert.deepEqual(
		(answers.body as Array<{ status?: string }>).map((each) => each.status),
		['queued', 'queued', undefined, 'queued'],
	);
	assert.deepEqual(
		new Set(sandbox.messages.slice(before).map(({ accountId }) => accountId)),
		new Set([instagramLogin.id, other.id, messenger.id]),
	);
	await example.close();
}

async function sends(stage: Stage): Promise<void> {
	const before = stage.sandbox.messages.length;
	const example = await openExample(stage, 'send-a-voice-note', 'instagramLogin');
	await example.execute('When clicking Execute workflow');
	await example.settled(1);
	const { instagramLogin, messenger } = stage.sandbox.accounts;
	assert.deepEqual(
		stage.sandbox.messages.slice(before).map(({ recipientId }) => recipientId),
		[instagramLogin.recipients.open.id, messenger.recipients.open.id],
	);
}
