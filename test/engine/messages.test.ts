import { readFileSync } from 'node:fs';

import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { Flavour } from '../../sandbox';
import { startWebServer, type WebServer } from '../webServer';
import { PDF, PNG } from './files';
import { FLAVOURS, PAGE_FLAVOURS, useStage, vector } from './stage';

const stage = useStage();
let web: WebServer;
beforeAll(async () => {
	web = await startWebServer((request, response) => {
		const type = request.url?.endsWith('.png') ? 'image/png' : 'text/html';
		response.writeHead(200, { 'Content-Type': type });
		response.end(type === 'image/png' ? PNG : '<html></html>');
	});
});
afterAll(async () => await web.close());

async function act(
	flavour: Flavour,
	operation: string,
	parameters: INodeParameters = {},
	item: INodeExecutionData = { json: {} },
) {
	const [resource, verb] = operation.split('.') as [string, string];
	const run = await stage.run(
		flavour,
		{ onError: 'continueRegularOutput', parameters: { resource, operation: verb, ...parameters } },
		[item],
	);
	const [output] = run.items('Voice');
	if (!output) throw new Error(`Nothing came out: ${run.error?.message}`);
	return { json: output.json, output, run };
}

const refusal = (code: string, says: RegExp) => ({
	error: expect.stringMatching(says),
	errorCode: code,
	errorDetails: expect.objectContaining({ delivered: 'no' }),
});

describe('a text', () => {
	it('is counted in bytes on Instagram and in characters on Messenger', async () => {
		const umlauts = 'ä'.repeat(500);
		const emoji = '😊'.repeat(2000);
		for (const flavour of ['instagramLogin', 'instagramPage'] as const) {
			const fits = await act(flavour, 'message.sendText', { text: umlauts });
			expect(fits.json).toMatchObject({ status: 'sent' });
			const tooLong = await act(flavour, 'message.sendText', { text: `${umlauts}!` });
			expect(tooLong.json).toMatchObject(refusal('invalid_input', /1001 bytes; at most 1000/));
		}
		expect((await act('messenger', 'message.sendText', { text: emoji })).json).toMatchObject({
			status: 'sent',
		});
		expect((await act('messenger', 'message.sendText', { text: `${emoji}!` })).json).toMatchObject(
			refusal('invalid_input', /2001 characters; at most 2000/),
		);
	});

	it('is not sent empty, nor with buttons nobody could read', async () => {
		const reply = (title: string, count = 1) => ({
			text: 'a',
			quickReplies: { reply: Array.from({ length: count }, () => ({ title, payload: 'P' })) },
		});
		const cases: Array<[INodeParameters, RegExp]> = [
			[{ text: ' ' }, /'Text' is empty/],
			[{ text: '={{ ({ a: 1 }) }}' }, /'Text' is not a single value/],
			[{ text: '={{ ["a", "b"] }}' }, /'Text' is not a single value/],
			[{ text: 'a', quickReplies: { reply: '={{ "Yes" }}' } }, /number 1 has no title/],
			[
				{ text: 'a', quickReplies: { reply: [{ title: '={{ [1, 2] }}' }] } },
				/'Title' is not a single value/,
			],
			[reply(''), /number 1 has no title/],
			[reply('x'.repeat(21)), /21 characters/],
			[reply('x', 14), /14 quick replies/],
		];
		for (const [parameters, says] of cases) {
			const { json } = await act('messenger', 'message.sendText', parameters);
			expect(json).toMatchObject(refusal('invalid_input', says));
		}
		expect(stage.posts()).toHaveLength(0);
	});

	it('does not go out where the disclosure before it is too long, nor is anything made ready', async () => {
		const options = { disclosure: 'ä'.repeat(501), maxRetries: 0 };
		const item = await stage.itemWith(PNG);
		for (const operation of ['message.sendText', 'message.sendMedia', 'voiceNote.send']) {
			const parameters = { text: 'a', mediaType: 'image', options };
			const { json } = await act('instagramPage', operation, parameters, item);
			expect(json).toMatchObject(refusal('invalid_input', /'Disclosure' has 1002 bytes/));
		}
		expect(stage.sandbox.requests).toEqual([]);
	});

	it('takes quote, tag, key and typing like a voice note', async () => {
		const { windowClosed } = stage.sandbox.accounts.messenger.recipients;
		const options = { replyToMessageId: 'm_q', messageTag: 'HUMAN_AGENT', idempotencyKey: 'text' };
		const parameters = { recipientId: windowClosed.id, text: 'a', options };
		await act('messenger', 'message.sendText', parameters);
		const again = await act('messenger', 'message.sendText', parameters);
		expect(again.json).toMatchObject({ status: 'skipped', skippedBecause: 'sent_before' });
		expect(stage.sandbox.messages).toMatchObject([
			{ text: 'a', replyTo: 'm_q', tag: 'HUMAN_AGENT' },
		]);
		await act('messenger', 'message.sendText', { text: 'b', options: { showTyping: true } });
		expect(stage.sandbox.senderActions).toMatchObject([{ action: 'typing_on' }]);
	});
});

describe.each(FLAVOURS)('media on %s', (flavour) => {
	it('goes as it is, from binary and from a URL', async () => {
		const item = await stage.itemWith(PNG);
		const binary = await act(flavour, 'message.sendMedia', { mediaType: 'image' }, item);
		const byUrl = await act(flavour, 'message.sendMedia', {
			mediaType: 'image',
			mediaSource: 'url',
			mediaUrl: `${web.url}/a.png`,
		});
		for (const { json } of [binary, byUrl]) {
			expect(json).toMatchObject({
				status: 'sent',
				delivery: flavour === 'instagramLogin' ? 'signedUrl' : 'upload',
			});
		}
		expect(stage.sandbox.messages.map(({ attachment }) => attachment?.bytes.equals(PNG))).toEqual([
			true,
			true,
		]);
	});

	it('several images make one message', async () => {
		const more = Array.from({ length: 9 }, (_, i) => `${web.url}/${i}.png`);
		const item = await stage.itemWith(PNG);
		const parameters = { mediaType: 'image', additionalMediaUrls: more };
		const { json } = await act(flavour, 'message.sendMedia', parameters, item);
		expect(json).toMatchObject({ status: 'sent', attempts: 1 });
		expect(stage.sandbox.messages.map(({ attachments }) => attachments.length)).toEqual([10]);

		const limit = flavour === 'messenger' ? 30 : 10;
		const tooMany = Array.from({ length: limit }, () => `${web.url}/a.png`).join(', ');
		const refused = await act(
			flavour,
			'message.sendMedia',
			{ mediaType: 'image', additionalMediaUrls: `={{ "${tooMany}" }}` },
			item,
		);
		expect(refused.json).toMatchObject(refusal('invalid_input', /too many for one message/));
	});

	it('several images where Meta does not offer it are refused in words', async () => {
		stage.sandbox.accounts[flavour].allowsSeveralImages = false;
		const parameters = { mediaType: 'image', additionalMediaUrls: [`${web.url}/a.png`] };
		const { json } = await act(flavour, 'message.sendMedia', parameters, await stage.itemWith(PNG));
		expect(json).toMatchObject(refusal('feature_unavailable', /several images/));
	});

	it('is what its bytes say, whatever it is called', async () => {
		const page = Buffer.from('<!doctype html><html></html>');
		for (const [mediaType, file, code, says] of [
			['image', page, 'audio_unsupported', /not an image/],
			['image', PDF, 'audio_unsupported', /PDF/],
			['video', PNG, 'audio_unsupported', /PNG \(image\), not a video/],
			['image', Buffer.alloc(8 * 1024 ** 2 + 1), 'audio_too_large', /8 MB/],
			['video', Buffer.alloc(25 * 1024 ** 2 + 1), 'audio_too_large', /25 MB/],
			['image', Buffer.alloc(0), 'audio_empty', /empty/],
			['audio', page, 'audio_unsupported', /HTML/],
		] as const) {
			const item = await stage.itemWith(file, {}, 'photo.png');
			const { json } = await act(flavour, 'message.sendMedia', { mediaType }, item);
			expect(json).toMatchObject(refusal(code, says));
		}
		expect(stage.posts(/./)).toHaveLength(0);
	});

	it('a video and a document', async () => {
		const video = await stage.itemWith(vector('mp4-video.mp4'));
		const pdf = await stage.itemWith(PDF, {}, 'Rechnung März.pdf');
		await act(flavour, 'message.sendMedia', { mediaType: 'video' }, video);
		await act(flavour, 'message.sendMedia', { mediaType: 'file' }, pdf);
		expect(stage.sandbox.messages.map(({ kind }) => kind)).toEqual(['video', 'file']);
		const text = await stage.itemWith(Buffer.from('just text'), {}, 'notes.txt');
		const { json } = await act(flavour, 'message.sendMedia', { mediaType: 'file' }, text);
		if (flavour === 'messenger') expect(json).toMatchObject({ status: 'sent' });
		else expect(json).toMatchObject(refusal('audio_unsupported', /Instagram/));
	});
});

describe('audio as it is', () => {
	it('goes where the platform takes it, and is not converted', async () => {
		const ogg = await stage.itemWith(vector('ogg-opus.ogg'));
		const sent = await act('messenger', 'message.sendMedia', { mediaType: 'audio' }, ogg);
		expect(sent.json).toMatchObject({ status: 'sent' });
		expect(stage.sandbox.messages[0]?.attachment?.container).toBe('ogg');
		const refused = await act('instagramPage', 'message.sendMedia', { mediaType: 'audio' }, ogg);
		expect(refused.json).toMatchObject(refusal('audio_unsupported', /opus audio in ogg/));
		expect((refused.json.errorDetails as { fix: string }).fix).toContain("'Voice Note'");
	});
});

describe('what a platform or login cannot do', () => {
	it.each(['sendSticker', 'sharePost', 'react', 'unreact'])(
		'%s on Messenger is refused in words',
		async (operation) => {
			const parameters = { postId: '1', messageId: 'm_1' };
			const { json } = await act('messenger', `message.${operation}`, parameters);
			expect(json).toMatchObject(refusal('feature_unavailable', /Messenger/));
			expect(stage.posts()).toHaveLength(0);
		},
	);

	it('an upload with Instagram Login', async () => {
		const { json } = await act('instagramLogin', 'attachment.upload', { mediaType: 'image' });
		expect(json).toMatchObject(refusal('feature_unavailable', /no upload/));
	});

	it('a refresh of a Page token', async () => {
		const { json } = await act('instagramPage', 'account.refreshToken');
		expect(json).toMatchObject(refusal('feature_unavailable', /cannot be refreshed/));
	});
});

describe('an upload', () => {
	it.each(PAGE_FLAVOURS)('serves many messages (%s)', async (flavour) => {
		const { recipients } = stage.sandbox.accounts[flavour];
		const item = await stage.itemWith(PNG);
		const { json } = await act(flavour, 'attachment.upload', { mediaType: 'image' }, item);
		const days = (Date.parse(String(json.expiresAt)) - Date.now()) / 86_400_000;
		expect(days).toBeCloseTo(90, 2);
		for (const { id } of [recipients.open, recipients.second]) {
			const sent = await act(flavour, 'message.sendMedia', {
				recipientId: id,
				mediaType: 'image',
				mediaSource: 'attachmentId',
				attachmentId: json.attachmentId as string,
			});
			expect(sent.json).toMatchObject({ status: 'sent', delivery: 'attachmentId' });
		}
	});
});

describe('a download', () => {
	it('puts an inbound voice note on the item, and only from where Meta keeps files', async () => {
		const { sandbox } = stage;
		const account = sandbox.accounts.messenger;
		const customer = sandbox.customer(account, account.recipients.open);
		customer.sendsVoiceNote(Buffer.from('#!AMR\n...'), 'audio/amr');
		const url = sandbox.customerMessages.at(-1)?.attachments[0]?.url ?? '';
		const { json, output, run } = await act('messenger', 'attachment.download', { url });
		expect(json).toMatchObject({ file: { mimeType: 'audio/amr', sizeBytes: 9 } });
		expect(String(await run.readBinary(output))).toBe('#!AMR\n...');

		for (const foreign of [
			`${web.url}/a.png`,
			'https://fbcdn.net.example.com/a',
			'file:///etc/passwd',
			'https://evilfbsbx.com/a',
			'http://lookaside.fbsbx.com/a',
			'https://fbsbx.com:8443/a',
		]) {
			const refused = await act('messenger', 'attachment.download', { url: foreign });
			expect(refused.json).toMatchObject({ errorCode: 'invalid_input' });
		}
	});

	it.each([
		['m4a-ready.m4a', 'audio/mp4', 'voice-note.m4a'],
		['mp4-video.mp4', 'video/mp4', 'video.mp4'],
	])('of an MP4 file goes by its tracks: %s', async (name, mimeType, fileName) => {
		const { sandbox } = stage;
		const file = readFileSync(vector(name));
		// What Meta's own servers write, whatever is inside.
		file.write('isom', 8, 'latin1');
		const account = sandbox.accounts.messenger;
		sandbox.customer(account, account.recipients.open).sendsVoiceNote(file, 'audio/mp4');
		const url = sandbox.customerMessages.at(-1)?.attachments[0]?.url ?? '';
		const { json } = await act('messenger', 'attachment.download', { url });
		expect(json).toMatchObject({ file: { mimeType, fileName } });
	});

	it('sends no token along', async () => {
		const { sandbox } = stage;
		const account = sandbox.accounts.messenger;
		const seen: unknown[] = [];
		const spy = await startWebServer((request, response) => {
			seen.push(request.headers.authorization, request.url);
			response.writeHead(302, { Location: `${web.url}/a.png` }).end();
		});
		const origin = spy.url;
		const run = await stage.run(
			'messenger',
			{
				onError: 'continueRegularOutput',
				credential: { baseUrl: `${origin}/v26.0` },
				parameters: { resource: 'attachment', operation: 'download', url: `${origin}/x` },
			},
			[{ json: {} }],
		);
		await spy.close();
		expect(seen).toEqual([undefined, '/x']);
		// And the place it was sent on to is none of Meta's.
		expect(run.items('Voice')[0]?.json).toMatchObject({ errorCode: 'invalid_input' });
		expect(JSON.stringify(run.runData)).not.toContain(account.tokens.valid);
	});
});

it('through a Page there is one reaction, and others are refused in words', async () => {
	const account = stage.sandbox.accounts.instagramPage;
	const { messageId } = stage.sandbox.customer(account, account.recipients.open).writes('Hi');
	const other = await act('instagramPage', 'message.react', { messageId, reaction: '😊' });
	expect(other.json).toMatchObject(refusal('feature_unavailable', /one reaction, love/));
	expect(stage.posts()).toHaveLength(0);
	for (const reaction of ['❤️', '❤']) {
		const heart = await act('instagramPage', 'message.react', { messageId, reaction });
		expect(heart.json).toMatchObject({ status: 'sent', reaction: 'love' });
	}
	const love = await act('instagramPage', 'message.react', { messageId, reaction: 'love' });
	expect(love.json).toMatchObject({ status: 'sent' });
	const back = await act('instagramPage', 'message.unreact', { messageId });
	expect(back.json).toMatchObject({ status: 'sent' });
});

it.each(['message.senderAction', 'message.react'])(
	'%s cannot carry a message tag, and none is advised where the window is over',
	async (operation) => {
		const options = { windowClosesAt: new Date(Date.now() - 1000).toISOString() };
		const parameters = { action: 'typing_on', messageId: 'm', options };
		const { json } = await act('instagramLogin', operation, parameters);
		expect(json).toMatchObject({
			errorCode: 'messaging_window_closed',
			errorDetails: { fix: expect.not.stringContaining('Message Tag') },
		});
	},
);
