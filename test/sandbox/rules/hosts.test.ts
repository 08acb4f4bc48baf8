import { createHmac } from 'node:crypto';

import { startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import { call, codeOf, FLAVOURS, HOUR_MS, PAGE_FLAVOURS, send, text } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const get = (flavour: Flavour, path: string, query: Record<string, string> = {}) =>
	call(sandbox, flavour, path, { method: 'GET', query });

describe.each(FLAVOURS)('Rule 1: %s: the host’s own manner', (flavour) => {
	const isInstagram = flavour === 'instagramLogin';

	test('every answer has the headers, a refusal also its own trace id', async () => {
		const answers = [
			await get(flavour, '/me'),
			await get(flavour, '/nothing/here'),
			await send(sandbox, flavour, text('')),
		];
		expect(answers.map(({ status }) => status)).toEqual([200, 400, 400]);
		for (const { headers } of answers) {
			expect(headers.get('facebook-api-version')).toBe('v26.0');
			expect(headers.get('content-type')).toBe('application/json; charset=UTF-8');
		}
		const ids = answers.map(({ headers }) => headers.get('x-fb-trace-id'));
		expect(new Set(ids).size).toBe(3);
		expect(answers[2]?.error.fbtrace_id).toBe(ids[2]);
	});

	test('an error of Instagram Login has a type of its own, and no code in its text', async () => {
		const { error } = await send(sandbox, flavour, { message: { txt: 'hi' } });
		const sentence = 'Invalid keys "txt" were found in param "message".';
		expect([error.type, error.message]).toEqual(
			isInstagram ? ['IGApiException', sentence] : ['OAuthException', `(#100) ${sentence}`],
		);
	});
});

describe('Rule 16: a token that lives an hour is exchanged for one that lives 60 days', () => {
	const shortLived = () => {
		const now = sandbox.clock.now();
		const account = sandbox.accounts.instagramLogin;
		return sandbox.addToken(account, 'valid', { issuedAt: now, expiresAt: now + HOUR_MS });
	};
	const exchange = (token: string, changes: Record<string, string> = {}) =>
		call(sandbox, 'instagramLogin', '/../access_token', {
			method: 'GET',
			token: undefined,
			query: {
				grant_type: 'ig_exchange_token',
				client_secret: sandbox.accounts.instagramLogin.appSecret,
				access_token: token,
				...changes,
			},
		});

	test('with the app’s secret', async () => {
		const token = shortLived();
		const { body, status } = await exchange(token);
		expect([status, body.token_type, body.expires_in]).toEqual([200, 'bearer', 5_183_944]);
		sandbox.clock.advance(59 * 24 * HOUR_MS);
		const me = (value: string) =>
			call(sandbox, 'instagramLogin', '/me', { method: 'GET', token: value });
		expect((await me(String(body.access_token))).status).toBe(200);
		expect(codeOf(await me(token))).toBe('190/463');
	});

	test('not otherwise', async () => {
		const token = shortLived();
		expect(codeOf(await exchange(token, { client_secret: 'wrong' }))).toBe('101');
		expect(codeOf(await exchange(token, { grant_type: 'fb_exchange_token' }))).toBe('100');
		const longLived = sandbox.accounts.instagramLogin.tokens.valid;
		expect(codeOf(await exchange(longLived))).toBe('452');
		sandbox.clock.advance(2 * HOUR_MS);
		expect(codeOf(await exchange(token))).toBe('190/463');
	});
});

describe('Rule 16: appsecret_proof', () => {
	const proof = (flavour: Flavour) => {
		const { appSecret, tokens } = sandbox.accounts[flavour];
		return createHmac('sha256', appSecret).update(tokens.valid).digest('hex');
	};

	test.each(PAGE_FLAVOURS)('%s: is wanted where the app says so, and checked', async (flavour) => {
		expect((await get(flavour, '/me')).status).toBe(200);
		const wrong = await get(flavour, '/me', { appsecret_proof: proof(flavour).replace(/^./, 'x') });
		expect([codeOf(wrong), wrong.error.message]).toEqual([
			'100',
			'Invalid appsecret_proof provided in the API argument',
		]);
		sandbox.accounts[flavour].requiresAppSecretProof = true;
		const missing = await send(sandbox, flavour, text('hi'));
		expect([codeOf(missing), missing.error.message]).toEqual([
			'100',
			'API calls from the server require an appsecret_proof argument',
		]);
		expect((await get(flavour, '/me', { appsecret_proof: proof(flavour) })).status).toBe(200);
		const { id } = sandbox.accounts[flavour].recipients.open;
		const json = { recipient: { id }, ...text('hi'), appsecret_proof: proof(flavour) };
		expect((await call(sandbox, flavour, '/me/messages', { json })).status).toBe(200);
	});

	test('Instagram Login does not know it', async () => {
		sandbox.accounts.instagramLogin.requiresAppSecretProof = true;
		expect((await get('instagramLogin', '/me')).status).toBe(200);
	});
});

/** Every value under a key that is, or ends in, `id`. */
function idsIn(value: unknown, key = ''): unknown[] {
	if (Array.isArray(value)) return value.flatMap((each) => idsIn(each, key));
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([name, each]) => idsIn(each, name));
	}
	return /(?:^|_)id$/.test(key) ? [value] : [];
}

describe.each(FLAVOURS)('Rule 17: %s: ids', (flavour) => {
	test('are strings in every answer', async () => {
		const platform = flavour === 'messenger' ? 'messenger' : 'instagram';
		const answers = [
			await send(sandbox, flavour, text('hi')),
			await get(flavour, '/me'),
			await get(flavour, `/${sandbox.accounts[flavour].recipients.open.id}`),
			await get(flavour, '/me/conversations', {
				platform,
				fields: 'id,participants,messages{id,from,to}',
			}),
		];
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		const ids = answers.flatMap(({ body }) => idsIn(body));
		expect(ids.length).toBeGreaterThan(8);
		expect(ids.filter((id) => typeof id !== 'string')).toEqual([]);
	});

	test('of messages are opaque, and on Instagram long', async () => {
		const mids = [1, 2].map(async () =>
			String((await send(sandbox, flavour, text('hi'))).body.message_id),
		);
		const [first = '', second = ''] = await Promise.all(mids);
		expect(first).not.toBe(second);
		if (flavour === 'messenger') expect(first).toMatch(/^m_/);
		else expect(first.length).toBeGreaterThan(100);
	});
});
