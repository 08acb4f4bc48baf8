import { readFileSync } from 'node:fs';

import type { INodeParameters } from 'n8n-workflow';

import type { Flavour } from '../../sandbox';
import { FLAVOURS, useStage, vector } from './stage';

const stage = useStage();

const account = (flavour: Flavour) => stage.sandbox.accounts[flavour];
const customer = (flavour: Flavour) =>
	stage.sandbox.customer(account(flavour), account(flavour).recipients.open);

async function getMessages(flavour: Flavour, parameters: INodeParameters = {}) {
	const run = await stage.run(
		flavour,
		{
			onError: 'continueRegularOutput',
			parameters: { resource: 'conversation', operation: 'getMessages', ...parameters },
		},
		[{ json: {} }],
	);
	return run.items('Voice').map(({ json }) => json);
}

const sendText = async (flavour: Flavour, text: string) =>
	await stage.run(flavour, { parameters: { resource: 'message', operation: 'sendText', text } }, [
		{ json: {} },
	]);

describe.each(FLAVOURS)('the messages with somebody on %s', (flavour) => {
	it('say who wrote what and when, ready for a model', async () => {
		const voiceNote = readFileSync(vector('m4a-ready.m4a'));
		const { messageId } = customer(flavour).writes('How much is it?');
		await sendText(flavour, 'Ten euros');
		customer(flavour).sendsVoiceNote(voiceNote);

		const messages = await getMessages(flavour, { limit: 3, order: 'oldestFirst' });

		const about = { customerId: account(flavour).recipients.open.id };
		const timestamp = expect.stringMatching(/^\d{4}-.*Z$/);
		expect(messages).toMatchObject([
			{
				...about,
				messageId,
				direction: 'inbound',
				role: 'user',
				text: 'How much is it?',
				timestamp,
			},
			{ ...about, direction: 'outbound', role: 'assistant', text: 'Ten euros', timestamp },
			{
				...about,
				direction: 'inbound',
				role: 'user',
				attachments: [{ type: 'audio', mimeType: 'audio/mp4', sizeBytes: voiceNote.length }],
			},
		]);
		const [{ url } = { url: '' }] = messages[2]?.attachments as Array<{ url: string }>;
		// As with Meta's, nobody without a browser's name gets the file.
		const response = await fetch(url, { headers: { 'User-Agent': 'Mozilla/5.0' } });
		expect(Buffer.from(await response.arrayBuffer()).equals(voiceNote)).toBe(true);
	});

	it('come newest first, and only as many as asked for', async () => {
		for (const text of ['one', 'two', 'three']) customer(flavour).writes(text);

		const messages = await getMessages(flavour, { limit: 2 });

		expect(messages.map(({ text }) => text)).toEqual(['three', 'two']);
	});

	it('beyond the twentieth have an id and a time, and say that Meta hides the rest', async () => {
		for (let number = 1; number <= 59; number++) customer(flavour).writes(`${number}`);

		const messages = await getMessages(flavour, { returnAll: true });

		expect(messages).toHaveLength(60);
		expect(new Set(messages.map(({ messageId }) => messageId)).size).toBe(60);
		expect(messages.filter(({ text }) => text !== undefined)).toHaveLength(20);
		for (const hidden of messages.slice(20)) {
			expect(hidden).toMatchObject({ isHidden: true, timestamp: expect.any(String) });
			expect(hidden).not.toHaveProperty('direction');
		}
		// One to find the conversation, two pages of fifty.
		expect(stage.sandbox.requests).toHaveLength(3);
	});

	it('of somebody who never wrote are none', async () => {
		const stranger = stage.sandbox.addRecipient(account(flavour), { lastWroteAt: null });

		expect(await getMessages(flavour, { recipientId: stranger.id })).toEqual([]);
	});
});

it('a limit that cannot be is refused before Meta is asked', async () => {
	expect(await getMessages('messenger', { limit: '={{ 1.5 }}' })).toMatchObject([
		{ errorCode: 'invalid_input', error: expect.stringContaining("'Limit'") },
	]);
	expect(stage.sandbox.requests).toEqual([]);
});

it.each([
	'null',
	'[]',
	'{}',
	'{"data":null,"paging":null}',
	'{"data":[null,7,"x",{},{"id":null}],"paging":{"cursors":null,"next":7}}',
])('an answer like %s is no message, and no crash', async (body) => {
	stage.sandbox.faults.add({
		path: /\/messages$/,
		method: 'GET',
		effect: { response: { status: 200, body } },
	});

	const messages = await getMessages('messenger', { options: { maxRetries: 0 } });

	const isObject = body.startsWith('{');
	expect(messages).toMatchObject(isObject ? [] : [{ errorCode: 'meta_error' }]);
});

it('a message without anything but odd parts is an honest item', async () => {
	const data = [
		{ id: 'm_1', from: null, message: null, attachments: null, created_time: 'never' },
		{ id: 12, from: { id: '42' }, message: 7, attachments: { data: [null, { size: '9' }] } },
		{
			id: 'm_3',
			from: { id: '42' },
			shares: { data: [{ link: 'https://a.example/', name: 'A' }] },
		},
	];
	const respond = (path: RegExp, body: object) =>
		stage.sandbox.faults.add({
			path,
			method: 'GET',
			effect: { response: { status: 200, body: JSON.stringify(body) } },
		});
	respond(/\/messages$/, { data });
	// The first names nobody, so it is asked for by itself.
	respond(/\/m_1$/, { id: 'm_1' });

	expect(await getMessages('messenger')).toMatchObject([
		{ messageId: 'm_1', isHidden: true },
		{ messageId: '12', direction: 'outbound', attachments: [{ type: 'unknown', sizeBytes: 9 }] },
		{ messageId: 'm_3', attachments: [{ type: 'share', url: 'https://a.example/', title: 'A' }] },
	]);
});
