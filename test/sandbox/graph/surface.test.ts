import { startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import { silentWav } from '../../wav';
import { startWebServer, type WebServer } from '../../webServer';
import { call, codeOf, DAY_MS, FLAVOURS, send, text, vector } from '../support';

let sandbox: Sandbox;
let files: WebServer;

/** A few bytes of each kind, as the name says. */
const samples: Record<string, [contentType: string, bytes: Buffer]> = {
	'photo.png': ['image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
	'photo.jpg': ['image/jpeg', Buffer.from('ffd8ffe000104a46', 'hex')],
	'photo.webp': ['image/webp', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1')],
	'paper.pdf': ['application/pdf', Buffer.from('%PDF-1.7\n')],
	'table.csv': ['text/csv', Buffer.from('a,b\n1,2\n')],
	'sound.wav': ['audio/wav', silentWav(0.1)],
	'voice.m4a': ['audio/mp4', vector('voice.m4a')],
	'clip.avi': ['video/x-msvideo', Buffer.from('RIFF\x10\0\0\0AVI LIST', 'latin1')],
	'liar.png': ['image/png', vector('voice.m4a')],
	'large.png': [
		'image/png',
		Buffer.concat([Buffer.from('\x89PNG', 'latin1'), Buffer.alloc(8 * 1024 ** 2)]),
	],
};

beforeAll(async () => {
	sandbox = await startSandbox();
	files = await startWebServer((request, response) => {
		const [contentType, bytes] = samples[request.url?.slice(1) ?? ''] ?? ['text/plain', ''];
		response.writeHead(200, { 'content-type': contentType }).end(bytes);
	});
});
afterAll(async () => {
	await sandbox.close();
	await files.close();
});
beforeEach(() => sandbox.reset());

const customerOf = (flavour: Flavour) => {
	const account = sandbox.accounts[flavour];
	return sandbox.customer(account, account.recipients.open);
};

describe('reactions', () => {
	const react = (flavour: Flavour, messageId: unknown, reaction?: unknown) =>
		send(sandbox, flavour, {
			sender_action: reaction === undefined ? 'unreact' : 'react',
			payload: { message_id: messageId, ...(reaction === undefined ? {} : { reaction }) },
		});

	test.each([
		['instagramLogin', '😊'],
		['instagramLogin', 'love'],
		['instagramLogin', '👩🏽‍🚀'],
		['instagramLogin', '🇮🇳'],
		['instagramPage', 'love'],
	] as const)('%s: %s, and taken back', async (flavour, reaction) => {
		const { messageId } = customerOf(flavour).writes('hi');
		const { open } = sandbox.accounts[flavour].recipients;
		const answer = await react(flavour, messageId, reaction);
		expect([answer.status, answer.body]).toEqual([200, { recipient_id: open.id }]);
		expect((await react(flavour, messageId)).status).toBe(200);
		expect(sandbox.senderActions).toMatchObject([
			{ action: 'react', messageId, reaction },
			{ action: 'unreact', messageId },
		]);
	});

	test('a message the account sent will do as well', async () => {
		const { body } = await send(sandbox, 'instagramLogin', text('hi'));
		expect((await react('instagramLogin', body.message_id, 'love')).status).toBe(200);
	});

	test.each([
		['instagramLogin', 'hate'],
		['instagramLogin', '5'],
		['instagramLogin', ''],
		['instagramLogin', 7],
		['instagramPage', '😊'],
	] as const)('%s: refuses the reaction %j', async (flavour, reaction) => {
		const { messageId } = customerOf(flavour).writes('hi');
		expect(codeOf(await react(flavour, messageId, reaction))).toBe('100');
	});

	test('refuses messages of other threads, and anything besides the payload', async () => {
		const { second } = sandbox.accounts.instagramLogin.recipients;
		const other = sandbox.customer(sandbox.accounts.instagramLogin, second).writes('hi');
		expect(codeOf(await react('instagramLogin', other.messageId, 'love'))).toBe('100');
		expect(codeOf(await react('instagramLogin', 'nonsense', 'love'))).toBe('100');
		const { messageId } = customerOf('instagramLogin').writes('hi');
		const payload = { message_id: messageId, reaction: 'love' };
		const wrong = [
			{ sender_action: 'react' },
			{ sender_action: 'typing_on', payload },
			{ sender_action: 'unreact', payload },
			{ sender_action: 'react', payload: { ...payload, emoji: '😊' } },
			{ sender_action: 'react', payload, tag: 'HUMAN_AGENT' },
			{ ...text('hi'), payload },
		];
		for (const body of wrong)
			expect(codeOf(await send(sandbox, 'instagramLogin', body))).toBe('100');
		expect(sandbox.senderActions).toHaveLength(0);
	});

	test('Messenger knows no such action', async () => {
		const { messageId } = customerOf('messenger').writes('hi');
		const answer = await react('messenger', messageId, 'love');
		expect(codeOf(answer)).toBe('100');
		expect(answer.error.message).toContain('typing_on');
	});
});

describe('a published post', () => {
	const share = (flavour: Flavour, id: unknown) =>
		send(sandbox, flavour, { message: { attachment: { type: 'MEDIA_SHARE', payload: { id } } } });

	test.each(['instagramLogin', 'instagramPage'] as const)('%s: only its own', async (flavour) => {
		const [own] = sandbox.accounts[flavour].postIds;
		expect((await share(flavour, own)).status).toBe(200);
		expect(sandbox.messages).toMatchObject([{ kind: 'MEDIA_SHARE', postId: own }]);
		const other = flavour === 'instagramLogin' ? 'instagramPage' : 'instagramLogin';
		expect(codeOf(await share(flavour, sandbox.accounts[other].postIds[0]))).toBe('100');
		expect(codeOf(await share(flavour, Number(own)))).toBe('100');
	});

	test('does not exist on Messenger', async () => {
		expect(codeOf(await share('messenger', '18000000000000000'))).toBe('100');
	});
});

describe('quick replies', () => {
	const offer = (flavour: Flavour, ...replies: object[]) =>
		send(sandbox, flavour, { message: { text: 'Which?', quick_replies: replies } });
	const reply = { content_type: 'text', title: 'Twenty characters ok', payload: 'A' };

	test.each(FLAVOURS)('%s: thirteen arrive', async (flavour) => {
		const replies = Array<object>(13).fill(reply);
		expect((await offer(flavour, ...replies)).status).toBe(200);
		expect(sandbox.messages[0]?.quickReplies).toEqual(replies);
	});

	test.each([
		['a title of 21 characters', { ...reply, title: 'Twenty-one characters' }],
		['no title', { content_type: 'text', payload: 'A' }],
		['an unknown type', { ...reply, content_type: 'location' }],
		['an unknown key', { ...reply, emoji: '😊' }],
		['a payload of 1,001 characters', { ...reply, payload: 'x'.repeat(1001) }],
	])('refuses %s', async (_name, wrong) => {
		for (const flavour of FLAVOURS) expect(codeOf(await offer(flavour, wrong))).toBe('100');
	});
});

describe('media besides voice notes', () => {
	const attach = (flavour: Flavour, type: string, name: string) =>
		send(sandbox, flavour, {
			message: { attachment: { type, payload: { url: `${files.url}/${name}` } } },
		});
	const album = (flavour: Flavour, count: number) =>
		send(sandbox, flavour, {
			message: {
				attachments: Array(count).fill({
					type: 'image',
					payload: { url: `${files.url}/photo.png` },
				}),
			},
		});

	test.each([
		['instagramLogin', 'image', 'photo.png', 'ok'],
		['instagramLogin', 'image', 'photo.jpg', 'ok'],
		['instagramLogin', 'image', 'photo.webp', '100/2018047'],
		['messenger', 'image', 'photo.webp', 'ok'],
		['instagramPage', 'image', 'liar.png', '100/2018047'],
		['messenger', 'image', 'liar.png', '100/2018047'],
		['messenger', 'image', 'large.png', '100/2018109'],
		['instagramLogin', 'file', 'paper.pdf', 'ok'],
		['instagramLogin', 'file', 'table.csv', '100/2018047'],
		['messenger', 'file', 'table.csv', 'ok'],
		['instagramPage', 'video', 'clip.avi', 'ok'],
		['instagramPage', 'video', 'sound.wav', '100/2018047'],
		['instagramLogin', 'video', 'voice.m4a', '100/2018047'],
	] as const)('%s: %s of %s: %s', async (flavour, type, name, expected) => {
		const answer = await attach(flavour, type, name);
		expect(answer.status === 200 ? 'ok' : codeOf(answer)).toBe(expected);
	});

	test.each([
		['instagramLogin', 10],
		['instagramPage', 10],
		['messenger', 30],
	] as const)('%s: %i images in one message, and no more', async (flavour, most) => {
		expect((await album(flavour, most)).status).toBe(200);
		expect(sandbox.messages[0]?.attachments).toHaveLength(most);
		expect(codeOf(await album(flavour, most + 1))).toBe('100/2534015');
	});

	test('an account without the feature: 2534068 for several, none for one', async () => {
		sandbox.accounts.instagramLogin.allowsSeveralImages = false;
		expect(codeOf(await album('instagramLogin', 2))).toBe('100/2534068');
		expect((await album('instagramLogin', 1)).status).toBe(200);
	});
});

describe('Rule 16: token calls', () => {
	const refresh = (token: string, method = 'GET') =>
		call(sandbox, 'instagramLogin', '/refresh_access_token', {
			method,
			token: undefined,
			query: { grant_type: 'ig_refresh_token', access_token: token },
		});

	test('a refresh gives another token and is a GET', async () => {
		const { valid } = sandbox.accounts.instagramLogin.tokens;
		const { body } = await refresh(valid);
		expect(body).toMatchObject({ token_type: 'bearer', expires_in: 5_183_944 });
		expect(body.access_token).not.toBe(valid);
		const posted = await refresh(valid, 'POST');
		expect(posted.error.message).toBe('Unsupported request - method type: post');
	});

	test('a refresh needs the basic permission, and a living token', async () => {
		const account = sandbox.accounts.instagramLogin;
		const token = sandbox.addToken(account, 'valid', { scopes: [] });
		expect(codeOf(await refresh(token))).toBe('10');
		sandbox.clock.advance(60 * DAY_MS);
		expect(codeOf(await refresh(account.tokens.valid))).toBe('190/463');
	});

	test('debug_token says why a token is dead', async () => {
		const { appId, appSecret, tokens } = sandbox.accounts.messenger;
		const debug = async (inputToken: string) =>
			(
				await call(sandbox, 'messenger', '/debug_token', {
					method: 'GET',
					token: `${appId}|${appSecret}`,
					query: { input_token: inputToken },
				})
			).body;
		expect(await debug(tokens.expired)).toMatchObject({
			data: { is_valid: false, error: { code: 190, subcode: 463 } },
		});
		expect(await debug('nonsense')).toMatchObject({
			data: { is_valid: false, error: { code: 190 }, scopes: [] },
		});
		expect(await debug(tokens.valid)).not.toHaveProperty('data.error');
	});
});
