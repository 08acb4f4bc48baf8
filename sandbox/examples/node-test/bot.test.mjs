import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';

import { startSandbox } from 'svara-sandbox';

import { createBot } from '../bot.cjs';

let meta;
let server;

before(async () => {
	meta = await startSandbox();
	const verifyToken = 'chosen by hand';
	const answerUrl = `${meta.url}/samples/voice-note.m4a`;
	server = createBot({ ...meta.credentials(), verifyToken, answerUrl }).listen(0);
	await once(server, 'listening');
	await meta.connectWebhook(`http://127.0.0.1:${server.address().port}/`, { verifyToken });
});

after(async () => {
	await meta?.close();
	server?.close();
});

test('a voice note is answered with a voice note', async () => {
	await meta.customer('Asha').sendsVoice();
	const reply = await meta.thread('Asha').nextMessage();
	assert.equal(reply.attachment.type, 'audio');
	assert.equal(reply.attachment.container, 'm4a');
});

test('a text is not answered', async () => {
	meta.customer('Ben').writes('Hi!');
	await meta.webhooks.idle();
	await assert.rejects(meta.thread('Ben').nextMessage({ timeoutMs: 200 }), /no message/);
});
