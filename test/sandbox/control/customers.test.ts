import type { Flavour, Sandbox } from '../../../sandbox';
import type { Callback } from '../callback';
import { controlCall, controlHeaders } from '../controlCall';
import { useSandboxWithCallback } from '../stage';
import { FLAVOURS, vector } from '../support';

let sandbox: Sandbox;
let callback: Callback;
useSandboxWithCallback((stage) => ({ sandbox, callback } = stage));

const control = (method: string, name: string, body?: unknown) =>
	controlCall(sandbox, method, name, body);

const actAs = (flavour: Flavour, body: object) =>
	control('POST', `recipients/${sandbox.accounts[flavour].recipients.open.id}/acts`, body);

const registration = (): Record<string, unknown> => ({
	callbackUrl: callback.url,
	verifyToken: callback.verifyToken,
});

test.each(FLAVOURS)(
	'%s: a callback is subscribed, and hears what a customer does',
	async (flavour) => {
		const { id } = sandbox.accounts[flavour];
		const answer = await control('POST', `accounts/${id}/webhooks`, registration());
		expect(answer.body).toMatchObject({
			subscribed: ['messages'],
			handshake: { answer: { status: 200 } },
		});
		const { body } = await actAs(flavour, { act: 'writes', text: 'Hi' });
		await sandbox.webhooks.idle();
		expect(callback.events()).toMatchObject([{ message: { mid: body.messageId, text: 'Hi' } }]);
		const deliveries = await control('GET', 'deliveries');
		expect(deliveries.body).toMatchObject([
			{ status: 200, attempt: 1, body: expect.stringContaining('"Hi"') },
		]);
	},
);

test('a callback that does not agree is told why', async () => {
	const { id } = sandbox.accounts.messenger;
	const wrong = { ...registration(), verifyToken: 'another' };
	const answer = await control('POST', `accounts/${id}/webhooks`, wrong);
	expect([answer.status, answer.body.error]).toEqual([
		400,
		'Meta would refuse this callback: HTTP Status Code = 403; HTTP Message = Forbidden',
	]);
});

test('what only the apps and other tools make comes in the words of Meta', async () => {
	const { id } = sandbox.accounts.instagramLogin;
	const fields = ['messages', 'message_edit'];
	await control('POST', `accounts/${id}/webhooks`, { ...registration(), fields });
	const story = { attachments: [{ type: 'ig_story', payload: { story_media_id: '1' } }] };
	const edit = { message_edit: { mid: 'aWdf1', num_edit: 0 } };
	await actAs('instagramLogin', { act: 'sendsSpecial', message: story });
	await actAs('instagramLogin', { act: 'causes', kind: 'edit', update: edit });
	await sandbox.webhooks.idle();
	expect(callback.events()).toMatchObject([{ message: story }, edit]);

	const refused = await Promise.all([
		actAs('instagramLogin', { act: 'sendsSpecial' }),
		actAs('instagramLogin', { act: 'causes', kind: 'edit' }),
		actAs('instagramLogin', { act: 'causes', kind: 'comment', update: edit }),
	]);
	expect(refused.map(({ status, body }) => [status, body.error])).toEqual([
		[400, "message must be an object, in Meta's words"],
		[400, "update must be an object, in Meta's words"],
		[400, expect.stringMatching(/^kind must be one of message, echo, /)],
	]);
});

test('taps and files stay in the thread as they were: by words, payload and name', async () => {
	const tapped = await actAs('messenger', { act: 'tapsPostback', title: 'Menu', payload: 'MENU' });
	const file = { type: 'file', contentType: 'text/plain', fileName: 'a b.txt', base64: 'YQ==' };
	await actAs('messenger', { act: 'sends', ...file });
	const { body } = await control('GET', 'customer-messages');
	const [tap, sent] = (body as unknown as object[]).slice(-2);
	const { messageId } = tapped.body;
	expect(tap).toMatchObject({ messageId, text: 'Menu', postbackPayload: 'MENU' });
	expect(sent).toMatchObject({ attachments: [{ fileName: 'a b.txt' }] });
	const edited = await actAs('messenger', { act: 'edits', messageId, text: 'Another' });
	expect([edited.status, edited.body.error]).toEqual([400, 'What was tapped cannot be edited']);
});

test('every act of a customer', async () => {
	const bytes = vector('voice.m4a');
	const audio = { type: 'audio', contentType: 'audio/mp4', base64: bytes.toString('base64') };
	const { body } = await actAs('instagramLogin', { act: 'sends', ...audio });
	const { messageId } = body;
	const acts = [
		{ act: 'reacts', messageId },
		{ act: 'unreacts', messageId },
		{ act: 'tapsPostback', title: 'Start', payload: 'START' },
		{ act: 'reads' },
		{ act: 'edits', messageId, text: 'x' },
		{ act: 'unsends', messageId },
		{ act: 'followsReferral', ref: 'spring' },
		{ act: 'optsIn', payload: 'NEWS' },
		{ act: 'comments', text: 'Lovely!' },
	];
	for (const each of acts) expect((await actAs('instagramLogin', each)).status).toBe(200);
	const shown = await control('GET', 'customer-messages');
	const all = shown.body as unknown as Array<Record<string, unknown>>;
	const note = all.find((each) => each.messageId === messageId);
	expect(note).toMatchObject({
		kind: 'audio',
		attachment: { container: 'm4a', codec: 'aac', sizeBytes: bytes.length },
	});
	const media = await fetch(sandbox.url + String(note?.mediaUrl), {
		headers: controlHeaders(sandbox),
	});
	expect(Buffer.from(await media.arrayBuffer()).equals(bytes)).toBe(true);
});

test.each([
	{},
	{ act: 'dances' },
	{ act: 'constructor' },
	{ act: 'writes' },
	{ act: 'writes', text: 7 },
	{ act: 'sends', type: 'sticker', base64: 'AAAA', contentType: 'image/png' },
	{ act: 'edits', messageId: 'nobody’s', text: 'x' },
	{ act: 'unsends', messageId: 'nobody’s' },
	{ act: 'comments' },
	{ act: 'comments', text: 'Yes', parentId: 'nobody’s' },
])('refuses %j', async (body) => {
	const answer = await actAs('messenger', body);
	expect([answer.status, typeof answer.body.error]).toEqual([400, 'string']);
});

test('somebody unknown does nothing', async () => {
	const answer = await control('POST', 'recipients/1/acts', { act: 'reads' });
	expect(answer.body.error).toContain('Nobody here has the id 1');
});
