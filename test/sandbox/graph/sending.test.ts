import { startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import {
	audioByUrl,
	call,
	codeOf,
	DAY_MS,
	filePart,
	FLAVOURS,
	HOUR_MS,
	PAGE_FLAVOURS,
	send,
	text,
	vector,
} from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const url = 'http://127.0.0.1:9/never-fetched.m4a';

describe.each(FLAVOURS)('%s: a text', (flavour) => {
	test('arrives, and is answered with the ids', async () => {
		const { id, recipients } = sandbox.accounts[flavour];
		const theirs = sandbox.customerMessages.find((each) => each.recipientId === recipients.open.id);
		const mid = theirs?.messageId ?? '';
		const answer = await send(sandbox, flavour, {
			...text('héllo'),
			messaging_type: 'RESPONSE',
			reply_to: { mid },
		});
		expect(answer.status).toBe(200);
		const [message] = sandbox.messages;
		expect(answer.body).toEqual({
			recipient_id: recipients.open.id,
			message_id: message?.messageId,
		});
		expect(message).toMatchObject({
			flavour,
			accountId: id,
			recipientId: recipients.open.id,
			kind: 'text',
			text: 'héllo',
			messagingType: 'RESPONSE',
			replyTo: mid,
		});
	});

	test('has a message id of the platform', async () => {
		await send(sandbox, flavour, text('hi'));
		await send(sandbox, flavour, text('hi'));
		const ids = sandbox.messages.map((each) => each.messageId);
		expect(new Set(ids).size).toBe(2);
		expect(ids[0]).toMatch(flavour === 'messenger' ? /^m_[\w-]{80}$/ : /^aWdf[\w-]{100,}$/);
	});

	test('form-encoded counts the same', async () => {
		const recipient = JSON.stringify({ id: sandbox.accounts[flavour].recipients.open.id });
		const form = { recipient, message: JSON.stringify({ text: '12345' }) };
		expect((await call(sandbox, flavour, '/me/messages', { form })).status).toBe(200);
		expect(sandbox.messages[0]?.text).toBe('12345');
	});
});

describe('Rule 4: recipients are scoped ids that this account knows', () => {
	const unknown: Record<Flavour, string> = {
		instagramLogin: '100/2534014',
		instagramPage: '100/2534014',
		messenger: '100/2018001',
	};
	const to = (flavour: Flavour, id: unknown) =>
		send(sandbox, flavour, { recipient: { id }, ...text('hi') });

	test.each(FLAVOURS)('%s: only scoped ids this account knows', async (flavour) => {
		const other = FLAVOURS.find((each) => each !== flavour) ?? flavour;
		const account = sandbox.accounts[flavour];
		const wrong = [
			'7999999999999999',
			account.id,
			account.username || 'somebody',
			sandbox.accounts[other].recipients.open.id,
		];
		for (const id of wrong) expect(codeOf(await to(flavour, id))).toBe(unknown[flavour]);
	});

	test.each(FLAVOURS)('%s: an id that became a number is refused', async (flavour) => {
		const answer = await to(flavour, Number(sandbox.accounts[flavour].recipients.open.id));
		expect(codeOf(answer)).toBe('100');
	});

	test.each(FLAVOURS)('%s: somebody who blocked the account is 551', async (flavour) => {
		const { unavailable } = sandbox.accounts[flavour].recipients;
		expect(codeOf(await to(flavour, unavailable.id))).toBe('551/1545041');
	});

	test.each([
		['instagramLogin', '100/2534037'],
		['instagramPage', '100/2534037'],
		['messenger', '10/2018300'],
	] as const)('Rule 18: %s: a thread another app owns is %s', async (flavour, code) => {
		const { ownedByOtherApp } = sandbox.accounts[flavour].recipients;
		expect(codeOf(await to(flavour, ownedByOtherApp.id))).toBe(code);
	});

	test('a person of another account with the same flavour is unknown', async () => {
		const second = sandbox.addAccount('messenger');
		const token = second.tokens.valid;
		const json = { recipient: { id: second.recipients.open.id }, ...text('hi') };
		expect((await call(sandbox, 'messenger', '/me/messages', { token, json })).status).toBe(200);
		expect(codeOf(await to('messenger', second.recipients.open.id))).toBe('100/2018001');
	});

	test('Rule 3: the switches of an Instagram account', async () => {
		const account = sandbox.accounts.instagramPage;
		account.isLinkedToInstagram = false;
		expect(codeOf(await send(sandbox, 'instagramPage', text('hi')))).toBe('100/2534013');
		account.isLinkedToInstagram = true;
		account.allowsMessageAccess = false;
		expect(codeOf(await send(sandbox, 'instagramPage', text('hi')))).toBe('200/2534041');
	});
});

describe('Rule 5: the messaging window', () => {
	const closed: Record<Flavour, [code: string, status: number]> = {
		instagramLogin: ['10/2534022', 403],
		instagramPage: ['10/2534022', 403],
		messenger: ['10/2018278', 400],
	};
	const human = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };

	test.each(FLAVOURS)('%s: closes 24 hours after the customer wrote', async (flavour) => {
		const { open } = sandbox.accounts[flavour].recipients;
		sandbox.clock.freeze();
		sandbox.customerWrites(open);
		sandbox.clock.advance(DAY_MS - 1);
		expect((await send(sandbox, flavour, text('hi'))).status).toBe(200);
		sandbox.clock.advance(1);
		const answer = await send(sandbox, flavour, text('hi'));
		expect([codeOf(answer), answer.status]).toEqual(closed[flavour]);
		sandbox.customerWrites(open);
		expect((await send(sandbox, flavour, text('hi'))).status).toBe(200);
		expect(sandbox.messages).toHaveLength(2);
	});

	test.each(FLAVOURS)('%s: HUMAN_AGENT reaches seven days back', async (flavour) => {
		const { windowClosed, windowLongClosed } = sandbox.accounts[flavour].recipients;
		const to = (id: string, extra: object) =>
			send(sandbox, flavour, { recipient: { id }, ...text('hi'), ...extra });
		expect(codeOf(await to(windowClosed.id, {}))).toBe(closed[flavour][0]);
		expect((await to(windowClosed.id, human)).status).toBe(200);
		expect(sandbox.messages[0]).toMatchObject({ tag: 'HUMAN_AGENT' });
		expect(codeOf(await to(windowLongClosed.id, human))).toBe(closed[flavour][0]);
	});

	test('somebody who never wrote has no window', async () => {
		const stranger = sandbox.addRecipient(sandbox.accounts.messenger, { lastWroteAt: null });
		const answer = await send(sandbox, 'messenger', {
			recipient: { id: stranger.id },
			...text('hi'),
			...human,
		});
		expect(codeOf(answer)).toBe('10/2018278');
	});

	test.each(FLAVOURS)('Rule 6: %s: our own messages do not open it', async (flavour) => {
		sandbox.clock.advance(22 * HOUR_MS);
		expect((await send(sandbox, flavour, text('hi'))).status).toBe(200);
		sandbox.clock.advance(2 * HOUR_MS);
		expect(codeOf(await send(sandbox, flavour, text('hi')))).toBe(closed[flavour][0]);
	});
});

describe('Rule 7: the body, as strictly as Meta', () => {
	const image = { type: 'image', payload: { url } };
	const audio = { type: 'audio', payload: { url } };
	const rows: ReadonlyArray<[name: string, body: Record<string, unknown>, code: string]> = [
		['unknown key at the top', { ...text('x'), voice: true }, '100'],
		['unknown key in recipient', { recipient: { id: '1', name: 'x' }, ...text('x') }, '100'],
		['unknown key in message', { message: { text: 'x', ptt: true } }, '100'],
		['unknown key in attachment', { message: { attachment: { ...audio, caption: 'x' } } }, '100'],
		[
			'unknown key in payload',
			{ message: { attachment: { type: 'audio', payload: { url, voice: true } } } },
			'100',
		],
		['unknown key in reply_to', { ...text('x'), reply_to: { mid: 'm', x: 1 } }, '100'],
		['no message', {}, '100'],
		['empty message', { message: {} }, '100/2018034'],
		['empty text', text(''), '100/2018034'],
		['attachment without a source', { message: { attachment: { type: 'audio' } } }, '100/2018034'],
		['text and attachment', { message: { text: 'x', attachment: audio } }, '100'],
		['unknown attachment type', { message: { attachment: { ...audio, type: 'voice' } } }, '100'],
		[
			'url and attachment_id',
			{ message: { attachment: { type: 'audio', payload: { url, attachment_id: '1' } } } },
			'100',
		],
		[
			'attachment id as a number',
			{ message: { attachment: { type: 'audio', payload: { attachment_id: 123 } } } },
			'100',
		],
		[
			'attachment and attachments',
			{ message: { attachment: audio, attachments: [image] } },
			'100/2534015',
		],
		['album with audio', { message: { attachments: [image, audio] } }, '100/2534015'],
		['album of 31', { message: { attachments: Array(31).fill(image) } }, '100/2534015'],
		['action and message', { ...text('x'), sender_action: 'typing_on' }, '100/2018014'],
		['unknown action', { sender_action: 'dance' }, '100'],
		['action with a tag', { sender_action: 'typing_on', tag: 'HUMAN_AGENT' }, '100'],
		['unknown messaging_type', { ...text('x'), messaging_type: 'PROMO' }, '100'],
		['unknown tag', { ...text('x'), messaging_type: 'MESSAGE_TAG', tag: 'NEWS' }, '100'],
		[
			'tag without its type',
			{ ...text('x'), messaging_type: 'RESPONSE', tag: 'HUMAN_AGENT' },
			'100',
		],
		['type without its tag', { ...text('x'), messaging_type: 'MESSAGE_TAG' }, '100'],
		['recipient missing', { recipient: undefined, ...text('x') }, '100'],
		['recipient as text', { recipient: '123', ...text('x') }, '100'],
		['recipient empty', { recipient: {}, ...text('x') }, '100'],
		['recipient with two keys', { recipient: { id: '1', comment_id: '2' }, ...text('x') }, '100'],
		['comment nobody wrote', { recipient: { comment_id: '2' }, ...text('x') }, '100/2534025'],
		[
			'quick replies, 14',
			{ message: { text: 'x', quick_replies: Array(14).fill({ content_type: 'text' }) } },
			'100',
		],
		[
			'is_reusable as a word',
			{ message: { attachment: { type: 'audio', payload: { url, is_reusable: 'yes' } } } },
			'100',
		],
		['url that is none', audioByUrl('note.m4a'), '100'],
		['url of a local file', audioByUrl('file:///etc/passwd'), '100'],
		['url with the data in it', audioByUrl('data:audio/wav;base64,UklGRg=='), '100'],
	];
	const retired = ['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE'].map(
		(tag) =>
			[`retired tag ${tag}`, { ...text('x'), messaging_type: 'MESSAGE_TAG', tag }, '100'] as const,
	);
	const cases = FLAVOURS.flatMap((flavour) =>
		[...rows, ...retired].map((row) => [flavour, ...row] as const),
	);

	test.each(cases)('%s: %s', async (flavour, _name, body, code) => {
		const answer = await send(sandbox, flavour, body);
		expect([codeOf(answer), answer.status]).toEqual([code, 400]);
		const isInstagram = flavour === 'instagramLogin';
		expect(answer.error.type).toBe(isInstagram ? 'IGApiException' : 'OAuthException');
		expect(answer.error.message?.startsWith('(#100) ')).toBe(!isInstagram);
		expect(sandbox.messages).toHaveLength(0);
		expect(sandbox.senderActions).toHaveLength(0);
	});

	test.each([
		['instagramLogin', 'é'.repeat(500), 'é'.repeat(501), '100/2534015'],
		['instagramPage', 'é'.repeat(500), 'é'.repeat(501), '100/2534015'],
		['messenger', '👋'.repeat(2000), '👋'.repeat(2001), '100'],
	] as const)('%s: the longest text', async (flavour, fits, tooLong, code) => {
		expect((await send(sandbox, flavour, text(fits))).status).toBe(200);
		expect(codeOf(await send(sandbox, flavour, text(tooLong)))).toBe(code);
	});

	test.each([
		['instagramLogin', 'instagram', 400],
		['instagramPage', 'instagram', 200],
		['instagramPage', 'messenger', 400],
		['messenger', 'messenger', 200],
		['messenger', 'instagram', 400],
	] as const)('%s: platform=%s answers %i', async (flavour, platform, status) => {
		expect((await send(sandbox, flavour, { ...text('hi'), platform })).status).toBe(status);
	});

	test('metadata is Messenger’s only', async () => {
		const body = { message: { text: 'hi', metadata: 'run 7' } };
		expect((await send(sandbox, 'messenger', body)).status).toBe(200);
		expect(sandbox.messages[0]?.metadata).toBe('run 7');
		expect(codeOf(await send(sandbox, 'instagramPage', body))).toBe('100');
	});

	test('stickers are Instagram’s only', async () => {
		const body = { message: { attachment: { type: 'like_heart' } } };
		expect((await send(sandbox, 'instagramLogin', body)).status).toBe(200);
		expect(sandbox.messages[0]?.kind).toBe('like_heart');
		expect(codeOf(await send(sandbox, 'messenger', body))).toBe('100');
	});

	test.each(['{', '[]', '"text"', 'null'])('the JSON body %s is refused', async (body) => {
		const headers = {
			authorization: `Bearer ${sandbox.accounts.messenger.tokens.valid}`,
			'content-type': 'application/json',
		};
		const response = await fetch(`${sandbox.baseUrl('messenger')}/me/messages`, {
			method: 'POST',
			headers,
			body,
		});
		expect(response.status).toBe(400);
	});

	test('Rule 9: multipart does not exist on the Instagram Login host', async () => {
		const recipient = { id: sandbox.accounts.instagramLogin.recipients.open.id };
		const message = { attachment: { type: 'audio', payload: {} } };
		const multipart = filePart(vector('voice.m4a'), { recipient, message });
		const answer = await call(sandbox, 'instagramLogin', '/me/messages', { multipart });
		expect(codeOf(answer)).toBe('100');
	});

	test.each(PAGE_FLAVOURS)('%s: a file under another name than filedata', async (flavour) => {
		const multipart = new FormData();
		multipart.append('file', new Blob(['x'], { type: 'audio/mp4' }), 'a.m4a');
		const answer = await call(sandbox, flavour, '/me/messages', { multipart });
		expect(answer.error.message).toContain('Invalid keys "file"');
	});
});

describe('sender actions', () => {
	const cases = FLAVOURS.flatMap((flavour) =>
		['typing_on', 'typing_off', 'mark_seen'].map((action) => [flavour, action] as const),
	);
	test.each(cases)('%s: %s is seen, and is no message', async (flavour, action) => {
		const answer = await send(sandbox, flavour, { sender_action: action });
		const { id, recipients } = sandbox.accounts[flavour];
		expect(answer.body).toEqual({ recipient_id: recipients.open.id });
		expect(sandbox.senderActions).toMatchObject([
			{ flavour, accountId: id, recipientId: recipients.open.id, action },
		]);
		expect(sandbox.messages).toHaveLength(0);
	});
});

describe('Rule 11: the send limits', () => {
	const heart = { message: { attachment: { type: 'like_heart' } } };
	test('instagramLogin: 100 texts a second, then 613/2534040, then again', async () => {
		sandbox.clock.freeze();
		for (let sent = 0; sent < 100; sent += 1) {
			expect((await send(sandbox, 'instagramLogin', heart)).status).toBe(200);
		}
		const answer = await send(sandbox, 'instagramLogin', heart);
		expect(codeOf(answer)).toBe('613/2534040');
		expect(answer.headers.get('x-business-use-case-usage')).toContain('"type":"instagram"');
		sandbox.clock.advance(1000);
		expect((await send(sandbox, 'instagramLogin', heart)).status).toBe(200);
	});
});
