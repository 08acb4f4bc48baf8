const { once } = require('node:events');

const { afterAll, beforeAll, expect, test } = require('@jest/globals');
const { startSandbox } = require('svara-sandbox');

const { createBot } = require('../bot.cjs');

let meta;
let server;

beforeAll(async () => {
	meta = await startSandbox();
	const verifyToken = 'chosen by hand';
	const answerUrl = `${meta.url}/samples/voice-note.m4a`;
	server = createBot({ ...meta.credentials(), verifyToken, answerUrl }).listen(0);
	await once(server, 'listening');
	await meta.connectWebhook(`http://127.0.0.1:${server.address().port}/`, { verifyToken });
});

afterAll(async () => {
	await meta?.close();
	server?.close();
});

test('a voice note is answered with a voice note', async () => {
	await meta.customer('Asha').sendsVoice();
	const reply = await meta.thread('Asha').nextMessage();
	expect(reply.attachment).toMatchObject({ type: 'audio', container: 'm4a', codec: 'aac' });
});

test('a text is not answered', async () => {
	meta.customer('Ben').writes('Hi!');
	await meta.webhooks.idle();
	await expect(meta.thread('Ben').nextMessage({ timeoutMs: 200 })).rejects.toThrow('no message');
});
