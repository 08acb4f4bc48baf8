import { Readable } from 'node:stream';

import { readBody } from '../../../sandbox/http/body';
import { proxyFor } from '../../../sandbox/http/proxy';
import { jsonReply, writeReply, writeTruncated } from '../../../sandbox/http/reply';
import { startWebServer } from '../../webServer';

const bodyOf = (chunks: Buffer[]) => readBody(Readable.from(chunks) as never);

test('a body is read whole, and not beyond what a message can hold', async () => {
	expect((await bodyOf([Buffer.from('ab'), Buffer.from('c')])).toString()).toBe('abc');
	const mebibyte = Buffer.alloc(1024 * 1024);
	await expect(bodyOf(Array<Buffer>(65).fill(mebibyte))).rejects.toThrow('too large');
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

test('what stays on this machine goes past a proxy', () => {
	expect(proxyFor(new URL('http://127.0.0.1:5678/'))).toEqual({ proxy: false });
	expect(proxyFor(new URL('https://n8n.example/'))).toEqual({});
});
