import { createHash } from 'node:crypto';

import { startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import { silentWav } from '../../wav';
import { startWebServer, type WebServer } from '../../webServer';
import {
	AUDIO_MESSAGE,
	audioById,
	audioByUrl,
	call,
	codeOf,
	DAY_MS,
	filePart,
	FLAVOURS,
	PAGE_FLAVOURS,
	send,
	vector,
} from '../support';

const MIB = 1024 * 1024;

let sandbox: Sandbox;
let files: WebServer;

/** Files by path; anything else is 404. */
const shelf = new Map<string, { type?: string; bytes: Buffer }>();

beforeAll(async () => {
	sandbox = await startSandbox();
	files = await startWebServer((request, response) => {
		const target = new URL(request.url ?? '/', 'http://files');
		if (target.pathname === '/redirect') {
			response.writeHead(302, { location: target.searchParams.get('to') ?? '/' }).end();
			return;
		}
		if (target.pathname === '/silent') return;
		if (target.pathname === '/endless') {
			const pump = (): void => {
				while (!response.destroyed && response.write(Buffer.alloc(256 * 1024)));
				if (!response.destroyed) response.once('drain', pump);
			};
			response.writeHead(200, { 'content-type': 'audio/mp4' });
			pump();
			return;
		}
		if (target.pathname === '/broken') {
			response.writeHead(200, { 'content-type': 'audio/mp4', 'content-length': 9999 });
			response.write('half', () => response.destroy());
			return;
		}
		const file = shelf.get(target.pathname);
		if (file === undefined) {
			response.writeHead(404).end('gone');
			return;
		}
		response.writeHead(200, file.type === undefined ? {} : { 'content-type': file.type });
		response.end(file.bytes);
	});
});
afterAll(async () => {
	await sandbox.close();
	await files.close();
});
beforeEach(() => {
	sandbox.reset();
	shelf.clear();
	files.hits.length = 0;
});

/** Puts a file on the shelf and sends its URL as audio. */
function sendFile(flavour: Flavour, bytes: Buffer, type: string | undefined = 'audio/mp4') {
	shelf.set('/file', { bytes, ...(type === '' ? {} : { type }) });
	return send(sandbox, flavour, audioByUrl(`${files.url}/file`));
}

describe('Rule 8: audio by URL is really fetched and looked at', () => {
	test.each(FLAVOURS)('%s: is fetched once, inspected and delivered', async (flavour) => {
		const bytes = vector('voice.m4a');
		const answer = await sendFile(flavour, bytes);
		expect(answer.status).toBe(200);
		expect(files.hits).toHaveLength(1);
		expect(files.hits[0]?.headers['user-agent']).toContain('facebookexternalhit');
		expect(files.hits[0]?.headers.authorization).toBeUndefined();
		const attachment = sandbox.messages[0]?.attachment;
		expect(attachment).toMatchObject({
			type: 'audio',
			sha256: createHash('sha256').update(bytes).digest('hex'),
			sizeBytes: bytes.length,
			container: 'm4a',
			codec: 'aac',
			contentType: 'audio/mp4',
			source: 'url',
			isFastStart: true,
		});
		expect(attachment?.bytes.equals(bytes)).toBe(true);
		expect(attachment?.durationSeconds).toBeCloseTo(1.5, 1);
	});

	const formats: ReadonlyArray<[file: string, type: string, instagram: boolean]> = [
		['voice.m4a', 'audio/mp4', true],
		['voice.m4a', 'video/mp4', true],
		['voice.m4a', 'application/octet-stream', true],
		['voice.m4a', '', true],
		['moov-last.m4a', 'audio/x-m4a', true],
		['fragmented.mp4', 'audio/mp4', true],
		['voice.aac', 'audio/aac', true],
		['voice.ogg', 'audio/ogg', false],
		['voice.ogg', 'audio/mp4', false],
		['voice.mp3', 'audio/mpeg', false],
		['voice.webm', 'audio/webm', false],
		['voice.flac', 'audio/flac', false],
		['alac.m4a', 'audio/mp4', false],
	];
	const cases = FLAVOURS.flatMap((flavour) => formats.map((row) => [flavour, ...row] as const));

	test.each(cases)('%s: %s served as "%s"', async (flavour, file, type, onInstagram) => {
		const answer = await sendFile(flavour, vector(file), type);
		const isAccepted = onInstagram || flavour === 'messenger';
		expect(answer.status).toBe(isAccepted ? 200 : 400);
		if (!isAccepted) expect(codeOf(answer)).toBe('100/2534080');
		expect(sandbox.messages).toHaveLength(isAccepted ? 1 : 0);
	});

	test.each(FLAVOURS)('%s: WAV is fine', async (flavour) => {
		expect((await sendFile(flavour, silentWav(2), 'audio/wav')).status).toBe(200);
		expect(sandbox.messages[0]?.attachment).toMatchObject({ container: 'wav', durationSeconds: 2 });
	});

	const html = Buffer.from('<!DOCTYPE html><title>Your file is ready</title>');
	const refused: ReadonlyArray<[name: string, bytes: Buffer, type: string]> = [
		['random bytes', Buffer.alloc(4096, 0x5a), 'audio/mp4'],
		['nothing', Buffer.alloc(0), 'audio/mp4'],
		['a truncated file', vector('moov-last.m4a').subarray(0, 4000), 'audio/mp4'],
		['a file that breaks off', vector('voice.m4a').subarray(0, -100), 'audio/mp4'],
		['an image', Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1'), 'audio/mp4'],
		['audio served as an image', vector('voice.m4a'), 'image/png'],
		['a header only', Buffer.from('OggS\0\0\0\0OpusHead', 'latin1'), 'audio/ogg'],
	];
	const refusedCases = FLAVOURS.flatMap((flavour) =>
		refused.map((row) => [flavour, ...row] as const),
	);

	test.each(refusedCases)('%s: %s is 100/2018047', async (flavour, _name, bytes, type) => {
		expect(codeOf(await sendFile(flavour, bytes, type))).toBe('100/2018047');
		expect(sandbox.messages).toHaveLength(0);
	});

	test.each([
		['instagramLogin', '100/2018047'],
		['instagramPage', '546'],
		['messenger', '546'],
	] as const)('%s: a web page is %s, also behind a redirect', async (flavour, code) => {
		shelf.set('/page', { type: 'text/html', bytes: html });
		shelf.set('/disguised', { type: 'audio/mp4', bytes: html });
		for (const path of ['/page', '/redirect?to=/page', '/disguised']) {
			expect(codeOf(await send(sandbox, flavour, audioByUrl(files.url + path)))).toBe(code);
		}
	});

	test.each(FLAVOURS)('%s: redirects are followed', async (flavour) => {
		shelf.set('/file', { type: 'audio/mp4', bytes: vector('voice.m4a') });
		const answer = await send(sandbox, flavour, audioByUrl(`${files.url}/redirect?to=/file`));
		expect(answer.status).toBe(200);
	});

	const unreachable: ReadonlyArray<[name: string, url: () => string]> = [
		['404', () => `${files.url}/missing`],
		['a server that is not there', () => 'http://127.0.0.1:9/file'],
		['a server that never answers', () => `${files.url}/silent`],
		['a response that breaks off', () => `${files.url}/broken`],
		['a redirect in circles', () => `${files.url}/redirect?to=/redirect`],
		['a redirect to a local file', () => `${files.url}/redirect?to=file:///etc/passwd`],
	];
	test.each(unreachable)('%s is 100/2018008', async (_name, url) => {
		sandbox.settings.mediaFetchTimeoutMs = 300;
		expect(codeOf(await send(sandbox, 'instagramLogin', audioByUrl(url())))).toBe('100/2018008');
	});

	test('the fetch ends as soon as the file is too large', async () => {
		const answer = await send(sandbox, 'instagramLogin', audioByUrl(`${files.url}/endless`));
		expect(codeOf(answer)).toBe('100/2018109');
	});

	test('a closed window is refused before anything is fetched', async () => {
		const { windowClosed } = sandbox.accounts.messenger.recipients;
		const body = { ...audioByUrl(`${files.url}/file`), recipient: { id: windowClosed.id } };
		expect(codeOf(await send(sandbox, 'messenger', body))).toBe('10/2018278');
		expect(files.hits).toHaveLength(0);
	});

	test('is_reusable gives an id that sends it again, unfetched', async () => {
		shelf.set('/file', { type: 'audio/mp4', bytes: vector('voice.m4a') });
		const payload = { url: `${files.url}/file`, is_reusable: true };
		const first = await send(sandbox, 'messenger', {
			message: { attachment: { type: 'audio', payload } },
		});
		const stored = { attachment_id: first.body.attachment_id, is_reusable: true };
		const again = await send(sandbox, 'messenger', {
			message: { attachment: { type: 'audio', payload: stored } },
		});
		expect(again.status).toBe(200);
		expect(again.body.attachment_id).toBeUndefined();
		expect(files.hits).toHaveLength(1);
		expect(sandbox.messages.map((each) => each.attachment?.source)).toEqual([
			'url',
			'attachmentId',
		]);
	});
});

describe('Rule 11: the pace of audio', () => {
	test.each([
		['instagramLogin', '613/2534040'],
		['instagramPage', '613/2534040'],
		['messenger', '613'],
	] as const)('%s: the eleventh note within a second is %s', async (flavour, code) => {
		sandbox.clock.freeze();
		for (let sent = 0; sent < 10; sent += 1) {
			expect((await sendFile(flavour, vector('voice.m4a'))).status).toBe(200);
		}
		const answer = await sendFile(flavour, vector('voice.m4a'));
		expect(codeOf(answer)).toBe(code);
		const usage = answer.headers.get('x-business-use-case-usage') ?? '';
		expect(JSON.parse(usage)).toMatchObject({
			[sandbox.accounts[flavour].id]: [{ call_count: 100, estimated_time_to_regain_access: 0 }],
		});
		expect((await send(sandbox, flavour, { message: { text: 'hi' } })).status).toBe(200);
		sandbox.clock.advance(1000);
		expect((await sendFile(flavour, vector('voice.m4a'))).status).toBe(200);
	});

	test('accounts do not share it', async () => {
		sandbox.clock.freeze();
		for (let sent = 0; sent < 10; sent += 1) await sendFile('messenger', vector('voice.m4a'));
		expect((await sendFile('instagramPage', vector('voice.m4a'))).status).toBe(200);
	});
});

/** Uploads and returns the answer; `platform` as the flavour wants it. */
function upload(flavour: Flavour, bytes: Buffer, fileName = 'note.m4a', type = 'audio/mp4') {
	const platform = flavour === 'instagramPage' ? { platform: 'instagram' } : {};
	const multipart = filePart(bytes, { message: AUDIO_MESSAGE, ...platform }, fileName, type);
	return call(sandbox, flavour, '/me/message_attachments', { multipart });
}

describe.each(PAGE_FLAVOURS)('Rule 10: %s: message_attachments', (flavour) => {
	test('keeps a file under a numeric string id, and sends by it', async () => {
		const bytes = vector('voice.m4a');
		const uploaded = await upload(flavour, bytes);
		const id = String(uploaded.body.attachment_id);
		expect(uploaded.body).toEqual({ attachment_id: expect.stringMatching(/^\d{18}$/) as string });
		expect(Number.isSafeInteger(Number(id))).toBe(false);
		const answer = await send(sandbox, flavour, audioById(id));
		expect(answer.status).toBe(200);
		const attachment = sandbox.messages[0]?.attachment;
		expect(attachment).toMatchObject({ source: 'attachmentId', fileName: 'note.m4a' });
		expect(attachment?.bytes.equals(bytes)).toBe(true);
	});

	test('takes a URL in JSON too, and the edge by id', async () => {
		shelf.set('/file', { type: 'audio/mp4', bytes: vector('voice.m4a') });
		const payload = { url: `${files.url}/file`, is_reusable: true };
		const json = {
			message: { attachment: { type: 'audio', payload } },
			...(flavour === 'instagramPage' ? { platform: 'instagram' } : {}),
		};
		const path = `/${sandbox.accounts[flavour].pageId}/message_attachments`;
		const { body } = await call(sandbox, flavour, path, { json });
		expect((await send(sandbox, flavour, audioById(String(body.attachment_id)))).status).toBe(200);
	});

	test('the id is its owner’s, and dies after 90 days', async () => {
		const uploaded = await upload(flavour, vector('voice.m4a'));
		const body = audioById(String(uploaded.body.attachment_id));
		const other = sandbox.addAccount(flavour);
		const foreign = await call(sandbox, flavour, '/me/messages', {
			token: other.tokens.valid,
			json: { recipient: { id: other.recipients.open.id }, ...body },
		});
		expect(codeOf(foreign)).toBe('100/2018074');
		sandbox.clock.advance(90 * DAY_MS);
		sandbox.customerWrites(sandbox.accounts[flavour].recipients.open);
		expect(codeOf(await send(sandbox, flavour, body))).toBe('100/2018074');
	});

	test('the id is good for its own type only', async () => {
		const uploaded = await upload(flavour, vector('voice.m4a'));
		const payload = { attachment_id: uploaded.body.attachment_id };
		const answer = await send(sandbox, flavour, {
			message: { attachment: { type: 'video', payload } },
		});
		expect(codeOf(answer)).toBe('100/2018047');
	});

	test('an id nobody gave out', async () => {
		expect(codeOf(await send(sandbox, flavour, audioById('123456789')))).toBe('100/2018074');
	});

	// Rule 9: names are ASCII.
	test.each([
		['a file name with an umlaut', 'nöte.m4a', 'audio/mp4'],
		['a Content-Type that is not audio', 'note.m4a', 'application/octet-stream'],
		['a Content-Type of another kind', 'note.m4a', 'video/mp4'],
	])('refuses %s', async (_name, fileName, type) => {
		const answer = await upload(flavour, vector('voice.m4a'), fileName, type);
		expect(codeOf(answer)).toBe('100/2018047');
	});

	test('refuses 25 MB and one byte, takes 25 MB', async () => {
		const fits = silentWav((25 * MIB - 44) / 16000);
		expect(fits.length).toBe(25 * MIB);
		expect((await upload(flavour, fits, 'note.wav', 'audio/wav')).status).toBe(200);
		const tooLarge = Buffer.concat([fits, Buffer.alloc(1)]);
		expect(codeOf(await upload(flavour, tooLarge, 'note.wav', 'audio/wav'))).toBe('100/2018109');
	});

	test('refuses a body without a file, and unknown keys', async () => {
		const post = (json: unknown) => call(sandbox, flavour, '/me/message_attachments', { json });
		const platform = flavour === 'instagramPage' ? { platform: 'instagram' } : {};
		expect(codeOf(await post({ message: AUDIO_MESSAGE, ...platform }))).toBe('100/2018034');
		expect(codeOf(await post({ message: { ...AUDIO_MESSAGE, text: 'x' }, ...platform }))).toBe(
			'100',
		);
		expect(codeOf(await post({ recipient: {}, message: AUDIO_MESSAGE, ...platform }))).toBe('100');
	});

	test('Rule 9: one-step: file and send in one multipart call', async () => {
		const recipient = { id: sandbox.accounts[flavour].recipients.open.id };
		const plain = filePart(vector('voice.m4a'), { recipient, message: AUDIO_MESSAGE });
		const answer = await call(sandbox, flavour, '/me/messages', { multipart: plain });
		expect(answer.body).toEqual({
			recipient_id: recipient.id,
			message_id: sandbox.messages[0]?.messageId,
		});
		expect(sandbox.messages[0]?.attachment?.source).toBe('multipart');
		const message = { attachment: { type: 'audio', payload: { is_reusable: true } } };
		const reusable = filePart(vector('voice.m4a'), { recipient, message });
		const second = await call(sandbox, flavour, '/me/messages', { multipart: reusable });
		expect(second.body.attachment_id).toMatch(/^\d+$/);
		expect(sandbox.requests.at(-1)).toMatchObject({
			encoding: 'multipart',
			files: [{ fieldName: 'filedata', fileName: 'note.m4a', contentType: 'audio/mp4' }],
		});
	});
});

describe('Rule 9: uploads, by flavour', () => {
	test('Instagram via Page needs platform=instagram', async () => {
		const multipart = filePart(vector('voice.m4a'), { message: AUDIO_MESSAGE });
		const answer = await call(sandbox, 'instagramPage', '/me/message_attachments', { multipart });
		expect(codeOf(answer)).toBe('100');
	});

	test('the Instagram Login host has no such edge', async () => {
		const answer = await upload('instagramLogin', vector('voice.m4a'));
		expect(codeOf(answer)).toBe('2500');
	});

	test('an OGG goes up on Messenger and not for Instagram', async () => {
		const ogg = vector('voice.ogg');
		expect((await upload('messenger', ogg, 'note.ogg', 'audio/ogg')).status).toBe(200);
		const answer = await upload('instagramPage', ogg, 'note.ogg', 'audio/ogg');
		expect(codeOf(answer)).toBe('100/2534080');
	});
});
