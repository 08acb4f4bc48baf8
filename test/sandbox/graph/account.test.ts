import { createHmac } from 'node:crypto';

import { startSandbox, type Flavour, type Sandbox, type TokenState } from '../../../sandbox';
import { call, codeOf, DAY_MS, FLAVOURS, readAnswer, send, text } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const me = (flavour: Flavour, token?: string) =>
	call(sandbox, flavour, '/me', { method: 'GET', ...(token === undefined ? {} : { token }) });

describe('Rule 2: tokens in every state, wherever they stand', () => {
	const dead: ReadonlyArray<[TokenState, string]> = [
		['expired', '190/463'],
		['passwordChanged', '190/460'],
		['revoked', '190/458'],
		['roleLost', '190/492'],
		['wrongHost', '190'],
	];
	const cases = FLAVOURS.flatMap((flavour) => dead.map((row) => [flavour, ...row] as const));

	test.each(cases)('%s: a token that is %s answers %s', async (flavour, state, code) => {
		const token = sandbox.accounts[flavour].tokens[state];
		for (const answer of [
			await me(flavour, token),
			await call(sandbox, flavour, '/me/messages', { token, json: {} }),
		]) {
			expect(codeOf(answer)).toBe(code);
			expect(answer.error.type).toBe('OAuthException');
			expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
		}
		expect(sandbox.messages).toHaveLength(0);
	});

	test.each([
		['instagramLogin', '10', 'IGApiException'],
		['instagramPage', '200', 'OAuthException'],
		['messenger', '200', 'OAuthException'],
	] as const)('%s: a token without the messaging permission is %s', async (flavour, code, type) => {
		const token = sandbox.accounts[flavour].tokens.missingPermission;
		const answer = await call(sandbox, flavour, '/me/messages', { token, json: {} });
		expect([codeOf(answer), answer.status, answer.error.type]).toEqual([code, 403, type]);
		expect((await me(flavour, token)).status).toBe(200);
	});

	test.each([
		['instagramLogin', '190'],
		['instagramPage', '104'],
		['messenger', '104'],
	] as const)('%s: no token at all is %s', async (flavour, code) => {
		const answer = await call(sandbox, flavour, '/me', { method: 'GET', token: undefined });
		expect(codeOf(answer)).toBe(code);
		expect(answer.headers.has('www-authenticate')).toBe(true);
	});

	test('a valid token of the other host is refused on both hosts', async () => {
		const { instagramLogin, messenger } = sandbox.accounts;
		expect(codeOf(await me('messenger', instagramLogin.tokens.valid))).toBe('190');
		expect(codeOf(await me('instagramLogin', messenger.tokens.valid))).toBe('190');
	});

	test('the token may stand in the query, a form or a JSON body', async () => {
		const { tokens, recipients } = sandbox.accounts.messenger;
		const recipient = { id: recipients.open.id };
		const message = { text: 'hi' };
		const ways = [
			{ query: { access_token: tokens.valid }, json: { recipient, message } },
			{ json: { recipient, message, access_token: tokens.valid } },
			{
				form: {
					recipient: JSON.stringify(recipient),
					message: JSON.stringify(message),
					access_token: tokens.valid,
				},
			},
		];
		for (const way of ways) {
			const answer = await call(sandbox, 'messenger', '/me/messages', { ...way, token: undefined });
			expect(answer.status).toBe(200);
		}
	});

	test('an Instagram token dies after 60 days, a Page token does not', async () => {
		sandbox.clock.advance(61 * DAY_MS);
		expect(codeOf(await me('instagramLogin'))).toBe('190/463');
		expect((await me('messenger')).status).toBe(200);
	});

	test('another valid token does not replace the seeded one', async () => {
		const second = sandbox.addToken(sandbox.accounts.messenger, 'valid', { expiresAt: 0 });
		expect(codeOf(await me('messenger', second))).toBe('190/463');
		expect((await me('messenger')).status).toBe(200);
	});
});

describe('Rule 3: GET /me tells the account’s ids apart', () => {
	test('Instagram Login: app-scoped id and account id are different strings', async () => {
		const query = { fields: 'user_id,username' };
		const { body } = await call(sandbox, 'instagramLogin', '/me', { method: 'GET', query });
		const { igUserId, appScopedId, username } = sandbox.accounts.instagramLogin;
		expect(body).toEqual({ user_id: igUserId, username, id: appScopedId });
		expect(igUserId).toMatch(/^\d{17}$/);
	});

	test('Instagram Login: wrapped in data[] when so set', async () => {
		sandbox.settings.wrapsInstagramMe = true;
		const query = { fields: 'user_id' };
		const { body } = await call(sandbox, 'instagramLogin', '/me', { method: 'GET', query });
		expect(body).toMatchObject({ data: [{ user_id: sandbox.accounts.instagramLogin.igUserId }] });
	});

	const pageFields = { fields: 'id,name,instagram_business_account{id,username}' };

	test('page: the linked professional account, while it is linked', async () => {
		const account = sandbox.accounts.instagramPage;
		const options = { method: 'GET', query: pageFields };
		const linked = await call(sandbox, 'instagramPage', '/me', options);
		expect(linked.body).toEqual({
			id: account.pageId,
			name: account.name,
			instagram_business_account: { id: account.igUserId, username: account.username },
		});
		account.isLinkedToInstagram = false;
		const unlinked = await call(sandbox, 'instagramPage', '/me', options);
		expect(unlinked.body).toEqual({ id: account.pageId, name: account.name });
	});

	test('Messenger: a Page without Instagram', async () => {
		const options = { method: 'GET', query: pageFields };
		const { body } = await call(sandbox, 'messenger', '/me', options);
		const { pageId, name } = sandbox.accounts.messenger;
		expect(body).toEqual({ id: pageId, name });
	});

	test.each(['id,nonsense', 'id,{', 'instagram_business_account{id', '', 'id,,name'])(
		'the field list "%s" is refused',
		async (fields) => {
			const options = { method: 'GET', query: { fields } };
			expect(codeOf(await call(sandbox, 'messenger', '/me', options))).toBe('100');
		},
	);
});

describe('Rule 3: the id in the path is the token’s own', () => {
	const post = async (flavour: Flavour, id: string) =>
		call(sandbox, flavour, `/${id}/messages`, {
			json: { recipient: { id: sandbox.accounts[flavour].recipients.open.id }, ...text('hi') },
		});

	test('me and every own id work', async () => {
		const { instagramLogin, instagramPage, messenger } = sandbox.accounts;
		const own: ReadonlyArray<[Flavour, string]> = [
			['instagramLogin', 'me'],
			['instagramLogin', instagramLogin.igUserId],
			['instagramLogin', instagramLogin.appScopedId],
			['instagramPage', 'me'],
			['instagramPage', instagramPage.pageId],
			['messenger', 'me'],
			['messenger', messenger.pageId],
		];
		for (const [flavour, id] of own) expect((await post(flavour, id)).status).toBe(200);
	});

	test.each([
		['instagramLogin', 'IGApiException'],
		['instagramPage', 'GraphMethodException'],
		['messenger', 'GraphMethodException'],
	] as const)('%s: a foreign id is 100/33 of type %s', async (flavour, type) => {
		const foreign = flavour === 'messenger' ? 'instagramPage' : 'messenger';
		for (const id of [sandbox.accounts[foreign].id, '17841400123456788', 'svara']) {
			const answer = await post(flavour, id);
			expect([codeOf(answer), answer.error.type]).toEqual(['100/33', type]);
			expect(answer.error.message).not.toMatch(/^\(#/);
		}
		expect(sandbox.messages).toHaveLength(0);
	});

	test('the linked Instagram account has no message edge on graph.facebook.com', async () => {
		const answer = await post('instagramPage', sandbox.accounts.instagramPage.igUserId);
		expect(codeOf(answer)).toBe('100');
		expect(answer.error.message).toBe('Unsupported request - method type: post');
	});

	test.each([
		['/me/nonsense', 'POST', '2500'],
		['/me/messages', 'GET', '100'],
		['/me/messages', 'DELETE', '100'],
		['/me/messages/more', 'POST', '2500'],
	])('%s with %s is %s', async (path, method, code) => {
		expect(codeOf(await call(sandbox, 'messenger', path, { method }))).toBe(code);
	});
});

describe('Rule 1: versions and headers', () => {
	test.each([
		['/v26.0', 'v26.0'],
		['/v25.0', 'v25.0'],
		['/v3.2', 'v21.0'],
		['', 'v21.0'],
	])('a call to "%s" is answered by %s', async (version, served) => {
		const { tokens } = sandbox.accounts.messenger;
		const url = `${sandbox.url}/graph.facebook.com${version}/me`;
		const answer = await readAnswer(
			await fetch(url, { headers: { authorization: `Bearer ${tokens.valid}` } }),
		);
		expect(answer.status).toBe(200);
		expect(answer.headers.get('facebook-api-version')).toBe(served);
	});

	test('a version that does not exist yet is an unknown path', async () => {
		const url = `${sandbox.url}/graph.facebook.com/v99.0/me`;
		expect(codeOf(await readAnswer(await fetch(url)))).toBe('2500');
	});

	test('every refusal has its own trace id, in body and header', async () => {
		const answers = await Promise.all([1, 2].map(() => send(sandbox, 'messenger', {})));
		const ids = answers.map((each) => each.error.fbtrace_id);
		expect(new Set(ids).size).toBe(2);
		expect(answers.map((each) => each.headers.get('x-fb-trace-id'))).toEqual(ids);
	});

	test('Rule 17: another language leaves no word as it was, and the code as it is', async () => {
		const english = await send(sandbox, 'instagramLogin', { message: { txt: 'hi' } });
		sandbox.settings.language = 'pseudo';
		const other = await send(sandbox, 'instagramLogin', { message: { txt: 'hi' } });
		expect(english.error.message).toBe('Invalid keys "txt" were found in param "message".');
		expect(other.error.message).toMatch(/^⟦Íñṽ[^a-z]*⟧$/i);
		expect(codeOf(other)).toBe(codeOf(english));
	});
});

describe('Rule 16: tokens are renewed and inspected', () => {
	const refresh = (token: string) =>
		call(sandbox, 'instagramLogin', '/../refresh_access_token', {
			method: 'GET',
			token: undefined,
			query: { grant_type: 'ig_refresh_token', access_token: token },
		});

	test('a day-old Instagram token is refreshed into one that lives 60 days more', async () => {
		sandbox.clock.advance(50 * DAY_MS);
		const { body, status } = await refresh(sandbox.accounts.instagramLogin.tokens.valid);
		expect([status, body.token_type]).toEqual([200, 'bearer']);
		sandbox.clock.advance(50 * DAY_MS);
		expect((await me('instagramLogin', String(body.access_token))).status).toBe(200);
		expect(codeOf(await me('instagramLogin'))).toBe('190/463');
	});

	test('a token younger than a day, or dead, is not refreshed', async () => {
		const { tokens } = sandbox.accounts.instagramLogin;
		const { body } = await refresh(tokens.valid);
		expect((await refresh(String(body.access_token))).status).toBe(400);
		expect(codeOf(await refresh(tokens.expired))).toBe('190/463');
	});

	test('debug_token speaks to the app the token belongs to', async () => {
		const { appId, appSecret, tokens, pageId } = sandbox.accounts.messenger;
		const debug = (inputToken: string, appToken = `${appId}|${appSecret}`) =>
			call(sandbox, 'messenger', '/debug_token', {
				method: 'GET',
				token: undefined,
				query: { input_token: inputToken, access_token: appToken },
			});
		expect((await debug(tokens.valid)).body).toMatchObject({
			data: { app_id: appId, is_valid: true, expires_at: 0, profile_id: pageId },
		});
		expect((await debug(tokens.revoked)).body).toMatchObject({ data: { is_valid: false } });
		expect(codeOf(await debug(tokens.valid, `${appId}|wrong`))).toBe('190');
		expect(codeOf(await debug(tokens.valid, `1999|${appSecret}`))).toBe('101');
		const other = sandbox.accounts.instagramPage.tokens.valid;
		expect((await debug(other)).body).toEqual({
			data: { error: expect.objectContaining({ code: 100 }), is_valid: false, scopes: [] },
		});
	});

	test('appsecret_proof may be left out, and must not be wrong', async () => {
		const { appSecret, tokens } = sandbox.accounts.messenger;
		const me = (proof: string) =>
			call(sandbox, 'messenger', '/me', { method: 'GET', query: { appsecret_proof: proof } });
		const proof = createHmac('sha256', appSecret).update(tokens.valid).digest('hex');
		expect((await me(proof)).status).toBe(200);
		expect(codeOf(await me(proof.replace(/.$/, 'x')))).toBe('100');
	});
});
