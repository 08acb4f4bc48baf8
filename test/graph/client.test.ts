import { createHmac } from 'node:crypto';

import { FLAVOURS, toAccount, type GraphClient } from '../../lib/graph';
import { parseJsonKeepingIds } from '../../lib/json';
import { failureOf, graphError, scripted, type Answer } from './scriptedMeta';

const post = async (client: GraphClient, delivers = true) =>
	await client.call({ method: 'POST', path: '/me/messages', body: { a: 1 }, delivers });

describe('a request', () => {
	it('carries the token in the Authorization header and nowhere else', async () => {
		const { client, requests } = scripted([{ json: { ok: true } }], { appSecret: 'shh' });
		await post(client);
		const [request] = requests;
		expect(request?.headers.Authorization).toBe('Bearer EAAtoken');
		expect(request?.url).not.toContain('EAAtoken');
		expect(request?.body).not.toContain('EAAtoken');
	});

	it.each([
		['instagramLogin', 'https://graph.instagram.com/v26.0/me/messages'],
		['instagramPage', 'https://graph.facebook.com/v26.0/me/messages'],
		['messenger', 'https://graph.facebook.com/v26.0/me/messages'],
	] as const)('goes to the host of %s', async (flavour, url) => {
		const { client, requests } = scripted([{ json: {} }], { flavour });
		await post(client);
		expect(requests[0]?.url).toBe(url);
	});

	it('goes to the Base URL as it stands, when one is set', async () => {
		const { client, requests } = scripted([{ json: {} }], {
			baseUrl: ' http://127.0.0.1:4010/graph/v19.0/ ',
			apiVersion: 'v26.0',
		});
		await post(client);
		expect(requests[0]?.url).toBe('http://127.0.0.1:4010/graph/v19.0/me/messages');
	});

	it('proves the app secret, the first of several, on Meta’s own page hosts only', async () => {
		const proof = createHmac('sha256', 'first').update('EAAtoken').digest('hex');
		const settings = { appSecret: 'first, second' };
		for (const [flavour, baseUrl, expected] of [
			['messenger', '', proof],
			['instagramPage', '', proof],
			['instagramLogin', '', null],
			['messenger', 'http://127.0.0.1:1', null],
		] as const) {
			const { client, requests } = scripted([{ json: {} }], { ...settings, flavour, baseUrl });
			await post(client);
			const url = new URL(requests[0]?.url ?? '');
			expect(url.searchParams.get('appsecret_proof')).toBe(expected);
		}
	});

	it('posts from the professional account on Instagram Login and from the Page otherwise', () => {
		const ids = { accessToken: 't', igUserId: '17841400123456789', pageId: '1042' };
		expect(toAccount({ flavour: 'instagramLogin', ...ids }).senderId).toBe('17841400123456789');
		expect(toAccount({ flavour: 'instagramPage', ...ids }).senderId).toBe('1042');
		expect(toAccount({ flavour: 'messenger', ...ids, pageId: '' }).senderId).toBe('me');
	});
});

describe('an answer', () => {
	/** What each means for a send, and for a call that delivers nothing. */
	const CASES: Array<[string, Answer, string, string]> = [
		[
			'HTML with status 500',
			{ status: 500, body: '<html>' },
			'unknown_outcome',
			'temporarily_unavailable',
		],
		[
			'a time-out of Meta’s own (-2/2534084)',
			graphError(-2, 2534084, 500),
			'unknown_outcome',
			'temporarily_unavailable',
		],
		[
			'terms that nobody accepted, dressed up as a fault (2/2018344)',
			graphError(2, 2018344, 500),
			'permission_denied',
			'permission_denied',
		],
		['HTML with status 200', { status: 200, body: '<html>' }, 'unknown_outcome', 'meta_error'],
		[
			'status 502 and nothing',
			{ status: 502, body: '' },
			'unknown_outcome',
			'temporarily_unavailable',
		],
		['status 408', { status: 408, body: '' }, 'unknown_outcome', 'temporarily_unavailable'],
		[
			'an unknown code with status 500',
			graphError(7777, undefined, 500),
			'unknown_outcome',
			'temporarily_unavailable',
		],
		[
			'an object without a code',
			{ status: 503, json: { error: {} } },
			'unknown_outcome',
			'temporarily_unavailable',
		],
		['code 2', graphError(2), 'unknown_outcome', 'temporarily_unavailable'],
		['a throttle with status 500', graphError(613, undefined, 500), 'rate_limited', 'rate_limited'],
		['status 429 and nothing', { status: 429, body: '' }, 'rate_limited', 'rate_limited'],
		['status 413', { status: 413, body: '<html>' }, 'audio_too_large', 'audio_too_large'],
		['status 401 and nothing', { status: 401, body: '' }, 'invalid_token', 'invalid_token'],
		['a redirect', { status: 302, body: '' }, 'meta_error', 'meta_error'],
		['status 404 and HTML', { status: 404, body: '<html>' }, 'meta_error', 'meta_error'],
		[
			'a closed window with status 403',
			graphError(10, 2018278, 403),
			'message_not_allowed',
			'message_not_allowed',
		],
	];

	it.each(CASES)('%s', async (_name, answer, forSend, otherwise) => {
		const send = await failureOf(post(scripted([answer]).client, true));
		expect(send.code).toBe(forSend);
		expect(send.delivered).toBe(forSend === 'unknown_outcome' ? 'unknown' : 'no');
		const other = await failureOf(post(scripted([answer]).client, false));
		expect(other.code).toBe(otherwise);
		expect(other.delivered).toBe('no');
	});

	/** [code of the fault, what it means for a send]. */
	const FAULTS: Array<[string, string]> = [
		['ECONNREFUSED', 'temporarily_unavailable'],
		['EHOSTUNREACH', 'unknown_outcome'],
		['EPROTO', 'unknown_outcome'],
		['ENOTFOUND', 'temporarily_unavailable'],
		['EAI_AGAIN', 'temporarily_unavailable'],
		['CERT_HAS_EXPIRED', 'temporarily_unavailable'],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'unknown_outcome'],
		['ECONNRESET', 'unknown_outcome'],
		['ETIMEDOUT', 'unknown_outcome'],
		['ECONNABORTED', 'unknown_outcome'],
		['ERR_CANCELED', 'unknown_outcome'],
		['EPIPE', 'unknown_outcome'],
		['', 'unknown_outcome'],
	];

	it.each(FAULTS)('that never comes, because of %s', async (code, expected) => {
		const fault = Object.assign(new Error('x'), { cause: Object.assign(new Error('y'), { code }) });
		expect((await failureOf(post(scripted([{ fault }]).client))).code).toBe(expected);
	});

	it.each(['EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ETIMEDOUT', 'ECONNRESET'])(
		'that never comes, because of %s, by what the system was asked for',
		async (code) => {
			const codeFor = async (...syscalls: string[]) => {
				const errors = syscalls.map((syscall) => Object.assign(new Error('y'), { code, syscall }));
				const cause = errors.length > 1 ? new AggregateError(errors) : errors[0];
				const fault = Object.assign(new Error('x'), { code, cause });
				return (await failureOf(post(scripted([{ fault }]).client))).code;
			};
			expect(await codeFor('connect')).toBe('temporarily_unavailable');
			expect(await codeFor('connect', 'connect')).toBe('temporarily_unavailable');
			expect(await codeFor('connect', 'read')).toBe('unknown_outcome');
			expect(await codeFor('read')).toBe('unknown_outcome');
			expect(await codeFor('write')).toBe('unknown_outcome');
		},
	);

	it('never shows the token or the secret, also if the other side repeats them', async () => {
		const answer = graphError(7777, undefined, 400, 'bad token EAAtoken, bad secret shh');
		const failure = await failureOf(post(scripted([answer], { appSecret: 'shh' }).client));
		expect(failure.fix).toContain('bad token ***, bad secret ***');
		expect(JSON.stringify([failure.message, failure])).not.toMatch(/EAAtoken|shh/);
	});

	it('of a permission that is missing comes with Meta’s own reason', async () => {
		const answer = graphError(200, undefined, 403, '(#200) Requires pages_manage_metadata');
		const failure = await failureOf(post(scripted([answer]).client));
		expect(failure.code).toBe('permission_denied');
		expect(failure.fix).toContain('Requires pages_manage_metadata');
	});

	it('never repeats a link, which may open what it leads to', async () => {
		const words =
			'(#100) Could not process https://n8n.example.com/rest/binary-data/signed?token=eyJ.x.y now';
		const failure = await failureOf(
			post(scripted([graphError(7777, undefined, 400, words)]).client),
		);
		expect(failure.fix).toContain('Could not process https://n8n.example.com/… now');
		expect(JSON.stringify(failure)).not.toContain('eyJ');
	});

	it('tells how long to stay away, from either header', async () => {
		const usage = {
			'7': [{ estimated_time_to_regain_access: 3 }],
			'8': [{ estimated_time_to_regain_access: 1 }],
		};
		for (const [headers, waitMs] of [
			[{ 'x-business-use-case-usage': JSON.stringify(usage) }, 180_000],
			[{ 'retry-after': '7' }, 7_000],
			[{ 'x-business-use-case-usage': 'garbled' }, undefined],
			[{}, undefined],
		] as const) {
			const answer = { ...graphError(613), headers };
			expect((await failureOf(post(scripted([answer]).client))).waitMs).toBe(waitMs);
		}
	});
});

describe('long ids', () => {
	it('stay exact, quoted or not', () => {
		expect(
			parseJsonKeepingIds(
				'{"id":17841400123456789,"s":"17841400123456789 \\" 17841400123456789","n":12,"f":1.12345678901234567,"e":1e-1234567890123456,"a":[-9007199254740993]}',
			),
		).toEqual({
			id: '17841400123456789',
			s: '17841400123456789 " 17841400123456789',
			n: 12,
			f: 1.1234567890123457,
			e: 0,
			a: ['-9007199254740993'],
		});
	});

	it('do not make broken JSON readable, nor slow', () => {
		expect(parseJsonKeepingIds('{"id":')).toBeUndefined();
		expect(parseJsonKeepingIds('"\\"'.repeat(200_000))).toBeUndefined();
	});
});

it('documents one host, one edge owner and one set of abilities for each flavour', () => {
	expect(Object.values(FLAVOURS).map((f) => [f.name, f.host, f.takesUploads])).toEqual([
		['instagramLogin', 'graph.instagram.com', false],
		['instagramPage', 'graph.facebook.com', true],
		['messenger', 'graph.facebook.com', true],
	]);
});
