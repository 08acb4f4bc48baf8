import type { Flavour, Sandbox } from '../../../sandbox';
import type { Callback } from '../callback';
import { useSandboxWithCallback } from '../stage';
import { call, codeOf, FLAVOURS, PAGE_FLAVOURS } from '../support';

let sandbox: Sandbox;
let callback: Callback;
useSandboxWithCallback((stage) => ({ sandbox, callback } = stage));

const objectOf = (flavour: Flavour) => (flavour === 'messenger' ? 'page' : 'instagram');

/** `/{app-id}/subscriptions` with the app token, unless told otherwise. */
function appCall(
	flavour: Flavour,
	method: string,
	parameters: Record<string, string> = {},
	token?: string,
) {
	const { appId, appSecret } = sandbox.accounts[flavour];
	const host = flavour === 'instagramLogin' ? 'messenger' : flavour;
	const where = method === 'POST' ? { form: parameters } : { query: parameters };
	return call(sandbox, host, `/${appId}/subscriptions`, {
		method,
		token: token ?? `${appId}|${appSecret}`,
		...where,
	});
}

const registration = (flavour: Flavour): Record<string, string> => ({
	object: objectOf(flavour),
	callback_url: callback.url,
	verify_token: callback.verifyToken,
	fields: 'messages,messaging_postbacks',
	include_values: 'true',
});

describe('Rule 14: the app’s subscription', () => {
	test.each(PAGE_FLAVOURS)('%s: is stored after a handshake, and shown', async (flavour) => {
		const answer = await appCall(flavour, 'POST', registration(flavour));
		expect([answer.status, answer.body]).toEqual([200, { success: true }]);
		const shown = await appCall(flavour, 'GET');
		expect(shown.body).toEqual({
			data: [
				{
					object: objectOf(flavour),
					callback_url: callback.url,
					active: true,
					fields: [
						{ name: 'messages', version: 'v26.0' },
						{ name: 'messaging_postbacks', version: 'v26.0' },
					],
				},
			],
		});
		expect(JSON.stringify(shown.body)).not.toContain(callback.verifyToken);
	});

	test('one callback per app and object: the second replaces the first', async () => {
		await appCall('messenger', 'POST', registration('messenger'));
		const second = { ...registration('messenger'), callback_url: `${callback.url}/second` };
		await appCall('messenger', 'POST', { ...second, fields: 'messages' });
		const { body } = await appCall('messenger', 'GET');
		expect(body.data).toMatchObject([
			{ callback_url: `${callback.url}/second`, fields: [{ name: 'messages' }] },
		]);
	});

	test('Rule 13: a refused handshake answers 2200 and leaves the old callback in place', async () => {
		await appCall('messenger', 'POST', registration('messenger'));
		const refusals: ReadonlyArray<Callback['handshake']> = [
			() => ({ status: 403, body: '' }),
			() => ({ status: 200, body: 'hello' }),
			(query) => ({ status: 200, body: `${query.get('hub.challenge') ?? ''}\n` }),
			(query) => ({ status: 201, body: query.get('hub.challenge') ?? '' }),
			() => ({ status: 302, body: '' }),
		];
		for (const handshake of refusals) {
			callback.handshake = handshake;
			const moved = { ...registration('messenger'), callback_url: `${callback.url}/moved` };
			expect(codeOf(await appCall('messenger', 'POST', moved))).toBe('2200');
		}
		const { body } = await appCall('messenger', 'GET');
		expect(body.data).toMatchObject([{ callback_url: callback.url }]);
	});

	test('a callback that nobody listens at answers 2200', async () => {
		const dead = { ...registration('messenger'), callback_url: 'http://127.0.0.1:9/' };
		const answer = await appCall('messenger', 'POST', dead);
		expect(codeOf(answer)).toBe('2200');
		expect(answer.error.message).toMatch(/^\(#2200\) Callback verification failed/);
	});

	test.each([
		['a field nobody has', { fields: 'messages,voice_notes' }, /fields\[1\].*"voice_notes"/],
		['a Page field on Instagram', { fields: 'message_reads' }, /"message_reads"/],
		['no fields', { fields: '' }, /fields/],
		['an object nobody has', { object: 'whatsapp' }, /object/],
		['no verify token', { verify_token: '' }, /verify_token/],
		['a callback that is no URL', { callback_url: 'n8n' }, /callback_url/],
	])('refuses %s', async (_name, wrong, message) => {
		const answer = await appCall('instagramPage', 'POST', {
			...registration('instagramPage'),
			...wrong,
		});
		expect(codeOf(answer)).toBe('100');
		expect(answer.error.message).toMatch(message);
	});

	test('answers to the app’s own token alone', async () => {
		const { appId, tokens } = sandbox.accounts.messenger;
		const other = sandbox.accounts.instagramPage;
		expect(codeOf(await appCall('messenger', 'GET', {}, tokens.valid))).toBe('15');
		expect(codeOf(await appCall('messenger', 'GET', {}, `${appId}|wrong`))).toBe('190');
		const foreign = `${other.appId}|${other.appSecret}`;
		expect(codeOf(await appCall('messenger', 'GET', {}, foreign))).toBe('100/33');
		expect(codeOf(await appCall('messenger', 'PUT'))).toBe('100');
	});

	test('is deleted by field, by object or whole', async () => {
		await appCall('messenger', 'POST', registration('messenger'));
		await appCall('messenger', 'DELETE', { object: 'page', fields: 'messages' });
		expect((await appCall('messenger', 'GET')).body.data).toMatchObject([
			{ fields: [{ name: 'messaging_postbacks' }] },
		]);
		await appCall('messenger', 'DELETE', { object: 'instagram' });
		expect((await appCall('messenger', 'GET')).body.data).toHaveLength(1);
		await appCall('messenger', 'DELETE', { object: 'page' });
		expect((await appCall('messenger', 'GET')).body).toEqual({ data: [] });
	});

	test('Instagram Login apps: refused unless so set, for Meta shows the dashboard alone', async () => {
		const form = registration('instagramLogin');
		expect(codeOf(await appCall('instagramLogin', 'POST', form))).toBe('3');
		sandbox.settings.subscribesInstagramLoginApps = true;
		expect((await appCall('instagramLogin', 'POST', form)).status).toBe(200);
	});
});

describe('Rule 14: the account’s entry', () => {
	const entry = (flavour: Flavour, method: string, fields?: string, token?: string) =>
		call(sandbox, flavour, '/me/subscribed_apps', {
			method,
			...(fields === undefined ? {} : { query: { subscribed_fields: fields } }),
			...(token === undefined ? {} : { token }),
		});

	test.each(FLAVOURS)('%s: is posted whole, shown and deleted', async (flavour) => {
		expect((await entry(flavour, 'GET')).body).toEqual({ data: [] });
		await entry(flavour, 'POST', 'messages');
		const answer = await entry(flavour, 'POST', 'messages,messaging_postbacks');
		expect([answer.status, answer.body]).toEqual([200, { success: true }]);
		expect((await entry(flavour, 'GET')).body.data).toMatchObject([
			{
				id: sandbox.accounts[flavour].appId,
				subscribed_fields: ['messages', 'messaging_postbacks'],
			},
		]);
		expect((await entry(flavour, 'DELETE')).body).toEqual({ success: true });
		expect((await entry(flavour, 'GET')).body).toEqual({ data: [] });
	});

	test.each([
		['instagramLogin', 'message_reads'],
		['instagramPage', 'messaging_handover'],
		['messenger', 'messaging_referral'],
	] as const)('%s: does not know the field %s', async (flavour, field) => {
		const answer = await entry(flavour, 'POST', `messages,${field}`);
		expect([answer.status, codeOf(answer)]).toEqual([400, '100']);
		expect(answer.error.message).toContain(`"${field}"`);
		expect((await entry(flavour, 'POST', '')).status).toBe(400);
	});

	test('a Page wants pages_manage_metadata', async () => {
		const account = sandbox.accounts.messenger;
		const token = sandbox.addToken(account, 'valid', { scopes: ['pages_messaging'] });
		expect(codeOf(await entry('messenger', 'POST', 'messages', token))).toBe('200');
	});
});
