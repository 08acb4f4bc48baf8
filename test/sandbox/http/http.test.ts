import { Readable } from 'node:stream';

import axios from 'axios';

import { readBody } from '../../../sandbox/http/body';
import { Outgoing } from '../../../sandbox/http/outgoing';
import { jsonReply, writeReply, writeTruncated } from '../../../sandbox/http/reply';
import { startWebServer, type WebServer } from '../../webServer';

const bodyOf = (chunks: Buffer[], maxBytes: number) =>
	readBody(Readable.from(chunks) as never, maxBytes);

test('a body is read whole, and not beyond its limit', async () => {
	const chunks = [Buffer.from('ab'), Buffer.from('c')];
	expect((await bodyOf(chunks, 3)).toString()).toBe('abc');
	await expect(bodyOf(chunks, 2)).rejects.toMatchObject({ status: 413 });
});

test('an answer is written whole, or breaks off in the middle', async () => {
	const reply = jsonReply(201, { text: 'ä'.repeat(1000) });
	const server = await startWebServer(({ url }, response) =>
		url === '/whole' ? writeReply(response, reply) : writeTruncated(response, reply),
	);
	try {
		const whole = await fetch(`${server.url}/whole`);
		expect([whole.status, await whole.json()]).toEqual([201, { text: 'ä'.repeat(1000) }]);
		const half = await fetch(`${server.url}/half`);
		expect(half.status).toBe(201);
		await expect(half.text()).rejects.toThrow();
	} finally {
		await server.close();
	}
});

describe('calls of the sandbox', () => {
	const refused: string[] = [];
	const outgoing = new Outgoing(false, (hostname) => refused.push(hostname));
	const get = async (target: string) => {
		const url = new URL(target);
		return axios.get<string>(url.href, outgoing.settingsFor(url));
	};
	/** Sends whoever asks on to what stands behind the `?`. */
	let server: WebServer;
	beforeAll(async () => {
		server = await startWebServer(({ url = '/' }, response) => {
			const location = decodeURIComponent(url.split('?')[1] ?? '');
			if (location === '') response.end('here');
			else response.writeHead(302, { location }).end();
		});
	});
	afterAll(() => server.close());
	beforeEach(() => (refused.length = 0));

	test('reach this machine, by its address and by its name', async () => {
		const byName = server.url.replace('127.0.0.1', 'localhost');
		expect([(await get(server.url)).data, (await get(byName)).data]).toEqual(['here', 'here']);
		expect((await get(`${server.url}/?${byName}`)).data).toBe('here');
		expect(refused).toEqual([]);
	});

	/** 192.0.2.0/24 and 2001:db8::/32 are nobody's (RFC 5737, RFC 3849). */
	test.each([
		['192.0.2.1', 'http://192.0.2.1/'],
		['192.0.2.1', 'http://0xc0000201/'],
		['[2001:db8::1]', 'http://[2001:db8::1]/'],
		['[::ffff:c000:201]', 'http://[::ffff:192.0.2.1]/'],
		['0.0.0.0', 'http://0.0.0.0/'],
	])('do not leave it: %s', async (hostname, target) => {
		await expect(get(target)).rejects.toThrow('not this machine');
		await expect(get(`${server.url}/?${encodeURIComponent(target)}`)).rejects.toThrow();
		expect(refused).toEqual([hostname, hostname.replace(/^\[|\]$/g, '')]);
	});

	test('do not leave it by a name either', async () => {
		const { lookup } = outgoing.settingsFor(new URL('http://elsewhere.test/'));
		const answer = await new Promise((resolve) =>
			// Resolves to itself, without a name server.
			lookup?.('192.0.2.1', {}, (error, addresses) => resolve([error?.message, addresses])),
		);
		expect(answer).toEqual(['192.0.2.1 is not this machine', []]);
	});

	test('may leave it if that is allowed, by a proxy but for this machine', () => {
		const anywhere = new Outgoing(true);
		expect(anywhere.settingsFor(new URL('http://127.0.0.1:5678/'))).toEqual({ proxy: false });
		expect(anywhere.settingsFor(new URL('https://n8n.example/'))).toEqual({});
	});
});
