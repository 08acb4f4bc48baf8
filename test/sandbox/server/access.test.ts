import { request } from 'node:http';

import { startSandbox, type Sandbox } from '../../../sandbox';
import { vector } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ publicUrl: 'http://sandbox.test:8026' });
});
afterAll(() => sandbox.close());

type Headers = Record<string, string>;

/** Like `fetch`, which does not let anybody write `Host`, `Origin` or `Sec-Fetch-Site`. */
function statusOf(path: string, headers: Headers, method = 'GET'): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const call = request(sandbox.url + path, { method, headers }, (response) => {
			response.resume();
			resolve(response.statusCode);
		});
		call.once('error', reject).end();
	});
}

const bearer = (): Headers => ({ authorization: `Bearer ${sandbox.controlToken}` });
const port = () => new URL(sandbox.url).port;

describe('the name in Host', () => {
	test.each([
		'127.0.0.1',
		'localhost',
		'n8n.localhost',
		'[::1]',
		'192.0.2.7',
		'host.docker.internal',
		'sandbox.test',
	])('%s is one of the sandbox', async (name) => {
		const host = `${name}:${port()}`;
		expect(await statusOf('/_sandbox/state', { ...bearer(), host })).toBe(200);
		expect(await statusOf('/', { host })).toBe(200);
	});

	test.each([
		'evil.test',
		'evil.test:80',
		'127.0.0.1.evil.test',
		'localhost.evil.test',
		'!',
		'a@b',
	])('%s is not: it was pointed here by somebody', async (host) => {
		for (const path of ['/', '/_sandbox/state', '/graph.facebook.com/v26.0/me', '/nowhere']) {
			expect([path, await statusOf(path, { ...bearer(), host })]).toEqual([path, 403]);
		}
	});
});

describe('a web page', () => {
	test.each(['https://evil.test', 'http://127.0.0.1:1', 'null', 'http://localhost', '%'])(
		'of the origin %s may not call',
		async (origin) => {
			for (const path of ['/_sandbox/reset', '/graph.facebook.com/v26.0/me/messages']) {
				const status = await statusOf(path, { ...bearer(), origin }, 'POST');
				expect([path, status]).toEqual([path, 403]);
			}
		},
	);

	test("of the sandbox's own may", async () => {
		const headers = { ...bearer(), origin: sandbox.url, 'sec-fetch-site': 'same-origin' };
		expect(await statusOf('/_sandbox/state', headers)).toBe(200);
	});

	test.each(['cross-site', 'same-site'])(
		'from elsewhere (%s) may not even cause a control call',
		async (site) => {
			const headers = { ...bearer(), 'sec-fetch-site': site };
			expect(await statusOf('/_sandbox/state', headers)).toBe(403);
			expect(await statusOf('/', headers)).toBe(200);
		},
	);
});

describe('a control call', () => {
	test.each(['state', 'help', 'messages/1/media', 'nothing', ''])(
		'needs the token: %s',
		async (path) => {
			for (const headers of [
				{},
				{ authorization: 'Bearer wrong' },
				{ 'x-sandbox-token': 'wrong' },
				{ cookie: `sandbox_${port()}=wrong` },
			]) {
				expect(await statusOf(`/_sandbox/${path}`, headers as Headers)).toBe(401);
			}
		},
	);

	test('takes it from either header', async () => {
		const { controlToken } = sandbox;
		expect(await statusOf('/_sandbox/state', bearer())).toBe(200);
		expect(await statusOf('/_sandbox/state', { 'x-sandbox-token': controlToken })).toBe(200);
	});

	test('takes one that was chosen', async () => {
		const chosen = await startSandbox({ controlToken: 'chosen' });
		try {
			const headers = { authorization: 'Bearer chosen' };
			const response = await fetch(`${chosen.url}/_sandbox/state`, { headers });
			expect([chosen.controlToken, response.status]).toEqual(['chosen', 200]);
		} finally {
			await chosen.close();
		}
	});
});

describe("the page's link", () => {
	test('leaves a cookie for control calls and shows an address without the token', async () => {
		const response = await fetch(sandbox.pageUrl, { redirect: 'manual' });
		expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
		const [cookie = '', ...attributes] = response.headers.get('set-cookie')!.split('; ');
		expect(attributes).toEqual(['Path=/_sandbox/', 'HttpOnly', 'SameSite=Strict']);
		const others = 'theme=dark; other=1';
		expect(await statusOf('/_sandbox/state', { cookie: `${others}; ${cookie}` })).toBe(200);
	});

	test('with another token leaves none', async () => {
		const response = await fetch(`${sandbox.url}/?token=wrong`, { redirect: 'manual' });
		expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
	});
});

test('what a customer sent runs in no browser, whatever it says it is', async () => {
	const { messenger } = sandbox.accounts;
	const asha = sandbox.customer(messenger, messenger.recipients.open);
	const script = Buffer.from('<script>alert(1)</script>');
	const sent = [
		['file', 'text/html', 'text/html', 'attachment'],
		['image', 'image/svg+xml', 'image/svg+xml', 'attachment'],
		['file', 'text/html\r\nSet-Cookie: a=b', 'application/octet-stream', 'attachment'],
		['audio', 'audio/mp4', 'audio/mp4', null],
	] as const;
	for (const [type, contentType, expected, disposition] of sent) {
		asha.sends(type, type === 'audio' ? vector('voice.m4a') : script, contentType);
		const { messageId, attachments } = sandbox.customerMessages.at(-1)!;
		const link = attachments[0]!.url.replace('http://sandbox.test:8026', sandbox.url);
		const response = await fetch(link, { headers: { 'user-agent': 'Mozilla/5.0' } });
		expect(response.headers.get('content-type')).toBe(expected);
		expect(response.headers.get('content-disposition')).toBe(disposition);
		const url = `${sandbox.url}/_sandbox/messages/${messageId}/media`;
		const onPage = await fetch(url, { headers: bearer() });
		for (const { headers } of [response, onPage]) {
			expect(headers.get('x-content-type-options')).toBe('nosniff');
			expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
		}
		expect(onPage.headers.get('content-type')).not.toMatch(/html|svg/);
	}
});

test('what others reach it by begins Base URLs and media links', () => {
	expect(sandbox.baseUrl('messenger')).toMatch(/^http:\/\/sandbox\.test:8026\/graph\.facebook/);
	expect(sandbox.customerMessages[0]).toBeDefined();
});
