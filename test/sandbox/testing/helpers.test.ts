import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { sample, startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import type { Callback } from '../callback';
import { useSandboxWithCallback } from '../stage';
import { codeOf, FLAVOURS, send, text, vector } from '../support';

let sandbox: Sandbox;
let callback: Callback;
useSandboxWithCallback((stage) => ({ sandbox, callback } = stage));

const connect = (account?: Flavour) =>
	sandbox.connectWebhook(callback.url, {
		verifyToken: callback.verifyToken,
		...(account === undefined ? {} : { account }),
	});

/** Sends as the account, with what `credentials` gives alone. */
async function answer(account: Flavour, recipientId: string, words: string): Promise<number> {
	const { baseUrl, accessToken } = sandbox.credentials(account);
	const response = await fetch(`${baseUrl}/me/messages`, {
		method: 'POST',
		headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
		body: JSON.stringify({ recipient: { id: recipientId }, message: { text: words } }),
	});
	return response.status;
}

const senderOf = (at: number) => callback.events()[at]?.sender.id ?? '';

describe.each(FLAVOURS)('%s: customers by name', (account) => {
	test('write, are heard of, and get the answer', async () => {
		await connect(account);
		await sandbox.customer('Asha', { account }).sendsVoice();
		expect(callback.events()).toMatchObject([{ message: { attachments: [{ type: 'audio' }] } }]);
		const reply = sandbox.thread('Asha', { account }).nextMessage();
		expect(await answer(account, senderOf(0), 'Hello Asha')).toBe(200);
		expect(await reply).toMatchObject({ kind: 'text', text: 'Hello Asha', flavour: account });
		await sandbox.webhooks.idle();
	});
});

describe('names', () => {
	test('the same name is the same customer, another a new one', () => {
		const [first, again, other] = ['Asha', 'Asha', 'Ben'].map((name) =>
			sandbox.customer(name).writes('Hi'),
		);
		const idOf = (sent: typeof first) => sent?.event.recipient?.id;
		expect(idOf(again)).toBe(idOf(first));
		expect(idOf(other)).not.toBe(idOf(first));
	});

	test('each account has customers of its own, also one that a test added', () => {
		const account = sandbox.addAccount('messenger');
		const here = sandbox.customer('Asha', { account }).writes('Hi').event;
		const there = sandbox.customer('Asha', { account: 'messenger' }).writes('Hi').event;
		expect(here.account).toBe(account);
		expect(here.recipient).not.toBe(there.recipient);
	});

	test('a seeded customer goes by the whole name', async () => {
		const { windowClosed } = sandbox.accounts.instagramLogin.recipients;
		expect(sandbox.customer('Chiara Conti').reads().event.recipient).toBe(windowClosed);
		const recipient = { id: windowClosed.id };
		const refused = await send(sandbox, 'instagramLogin', { recipient, ...text('hi') });
		expect(codeOf(refused)).toBe('10/2534022');
	});

	test('another account can be the standard one', async () => {
		const page = await startSandbox({ account: 'messenger' });
		try {
			expect(page.customer('Asha').writes('Hi').event.account).toBe(page.accounts.messenger);
			expect(page.credentials()).toEqual(page.credentials('messenger'));
		} finally {
			await page.close();
		}
	});
});

describe('recordings', () => {
	test.each([
		['a sample', () => Promise.resolve(sample('voice-note.ogg')), 'audio/ogg'],
		['bytes', () => Promise.resolve(vector('voice.mp3')), 'audio/mpeg'],
		['bytes', () => Promise.resolve(vector('voice.m4a')), 'audio/mp4'],
	])('%s', async (_name, recording, contentType) => {
		const bytes = await recording();
		await sandbox.customer('Asha').sendsVoice(bytes);
		expect(sandbox.customerMessages.at(-1)?.attachments).toMatchObject([{ contentType, bytes }]);
	});

	test('a file, which must hold sound', async () => {
		const folder = await mkdtemp(path.join(tmpdir(), 'svara-'));
		try {
			const file = path.join(folder, 'hi.ogg');
			await writeFile(file, vector('voice.ogg'));
			await sandbox.customer('Asha').sendsVoice(file);
			expect(sandbox.customerMessages.at(-1)?.attachments[0]?.bytes).toEqual(vector('voice.ogg'));
			await writeFile(file, 'no sound');
			const refused = sandbox.customer('Asha').sendsVoice(file);
			await expect(refused).rejects.toThrow(`${file} holds no sound`);
			await expect(sandbox.customer('Asha').sendsVoice(`${file}.mp3`)).rejects.toThrow('ENOENT');
		} finally {
			await rm(folder, { recursive: true });
		}
	});

	test('no sample of that name', () => {
		expect(() => sample('song.mp3')).toThrow('voice-note.m4a, voice-note.ogg');
	});
});

describe('the next message', () => {
	test('comes once, in order, also if it was there before anybody asked', async () => {
		const { event } = sandbox.customer('Asha').writes('Hi');
		const id = event.recipient?.id ?? '';
		await answer('instagramLogin', id, 'one');
		await answer('instagramLogin', id, 'two');
		const thread = sandbox.thread('Asha');
		const texts = [await thread.nextMessage(), await sandbox.thread('Asha').nextMessage()];
		expect(texts.map((each) => each.text)).toEqual(['one', 'two']);
		expect(thread.messages).toEqual(texts);
		await expect(thread.nextMessage({ timeoutMs: 1 })).rejects.toThrow('no message');
	});

	test('two who wait get one each', async () => {
		const { event } = sandbox.customer('Asha').writes('Hi');
		const waiting = [1, 2].map(() => sandbox.thread('Asha').nextMessage());
		for (const words of ['one', 'two']) {
			await answer('instagramLogin', event.recipient?.id ?? '', words);
		}
		expect((await Promise.all(waiting)).map((each) => each.text)).toEqual(['one', 'two']);
	});

	test('of a thread by its people, as the business answers by hand', async () => {
		const account = sandbox.accounts.messenger;
		const { open } = account.recipients;
		sandbox.inbox(account, open).writes('A human here');
		const next = await sandbox.thread(account, open).nextMessage();
		expect(next.text).toBe('A human here');
	});

	test('that does not come is explained by what did', async () => {
		await expect(sandbox.thread('Asha').nextMessage({ timeoutMs: 1 })).rejects.toThrow(
			'Asha got no message within 1 ms. Nobody called the API. No webhook was delivered: connect one with connectWebhook, and let the customer write.',
		);
		await connect();
		callback.status = 500;
		await sandbox.customer('Asha').sendsVoice();
		await answer('instagramLogin', 'nobody', 'lost');
		await answer('instagramLogin', sandbox.accounts.instagramLogin.recipients.second.id, 'hello');
		const error = await sandbox
			.thread('Asha')
			.nextMessage({ timeoutMs: 1 })
			.catch((cause: unknown) => (cause as Error).message);
		const path = '/graph.instagram.com/v26.0/me/messages';
		const hook = `${callback.url} (500)`;
		expect(error).toBe(
			'Asha got no message within 1 ms. Others did: "hello" to Ben Okafor of Svara Demo. ' +
				`Calls of the API: POST ${path} (400); POST ${path} (200). ` +
				`Webhooks: ${hook}; ${hook}; ${hook}.`,
		);
	});
});

describe('connecting', () => {
	test('a callback that does not agree is told of in a sentence', async () => {
		const refused = sandbox.connectWebhook(callback.url, { verifyToken: 'wrong' });
		await expect(refused).rejects.toThrow(
			`${callback.url} was not connected. Callback verification failed with the following errors: HTTP Status Code = 403; HTTP Message = Forbidden`,
		);
	});

	test.each([
		['instagramPage', ['comments']],
		['messenger', ['feed']],
		['instagramLogin', ['comments', 'messages']],
	] as const)('%s: other fields', async (account, fields) => {
		const { verifyToken, url } = callback;
		await sandbox.connectWebhook(url, { verifyToken, account, fields });
		sandbox.customer('Asha', { account }).comments('Nice!');
		await sandbox.webhooks.idle();
		expect(callback.received).toHaveLength(1);
	});
});

test('the end of a block closes it', async () => {
	const other = await startSandbox();
	await other[Symbol.asyncDispose]();
	await expect(fetch(other.url)).rejects.toThrow();
});
