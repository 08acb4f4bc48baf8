import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import { selfSigned } from '../../tls/certificate';
import { silentWav } from '../../wav';
import { startWebServer, type WebServer } from '../../webServer';
import {
	AUDIO_MESSAGE,
	audioByUrl,
	call,
	codeOf,
	filePart,
	FLAVOURS,
	PAGE_FLAVOURS,
	send,
	vector,
} from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

describe('Rule 8: links need a certificate that holds, unless so set', () => {
	const { key, cert } = selfSigned();
	const server = createServer({ key, cert }, (_request, response) => {
		response.writeHead(200, { 'content-type': 'audio/mp4' }).end(vector('voice.m4a'));
	});
	beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
	afterAll(() => new Promise((resolve) => server.close(resolve)));

	test.each(FLAVOURS)('%s', async (flavour) => {
		const { port } = server.address() as AddressInfo;
		const note = audioByUrl(`https://127.0.0.1:${port}/note.m4a`);
		expect(codeOf(await send(sandbox, flavour, note))).toBe('100/2018008');
		sandbox.settings.trustsAnyCertificate = true;
		expect((await send(sandbox, flavour, note)).status).toBe(200);
	});
});

describe('with a server beside it', () => {
	let files: WebServer;
	beforeAll(async () => {
		files = await startWebServer((_request, response) => {
			response.writeHead(200, { 'content-type': 'audio/wav' }).end(silentWav(61));
		});
	});
	afterAll(() => files.close());

	test.each(FLAVOURS)('Rule 8: %s: http: will do, unless so set', async (flavour) => {
		expect((await send(sandbox, flavour, audioByUrl(files.url))).status).toBe(200);
		sandbox.settings.needsHttps = true;
		files.hits.length = 0;
		expect(codeOf(await send(sandbox, flavour, audioByUrl(files.url)))).toBe('100/2018008');
		expect(files.hits).toHaveLength(0);
	});

	test.each([
		['instagramLogin', '100/2534015'],
		['instagramPage', '100/2534015'],
		['messenger', undefined],
	] as const)('Rule 8: %s: no limit of length, unless so set', async (flavour, code) => {
		sandbox.settings.instagramAudioSeconds = 60;
		const answer = await send(sandbox, flavour, audioByUrl(files.url));
		if (code === undefined) expect(answer.status).toBe(200);
		else expect(codeOf(answer)).toBe(code);
		sandbox.settings.instagramAudioSeconds = 61;
		expect((await send(sandbox, flavour, audioByUrl(files.url))).status).toBe(200);
	});
});

/** One multipart call that sends. */
const sendPart = (flavour: Flavour) => {
	const recipient = { id: sandbox.accounts[flavour].recipients.open.id };
	const fields = { recipient, message: AUDIO_MESSAGE };
	const multipart = filePart(vector('voice.m4a'), fields);
	return call(sandbox, flavour, '/me/messages', { multipart });
};

describe('Rule 9: files go up with Page tokens alone', () => {
	test.each(PAGE_FLAVOURS)('%s takes them', async (flavour) => {
		expect((await sendPart(flavour)).status).toBe(200);
		expect(sandbox.messages[0]?.attachment?.source).toBe('multipart');
	});

	test('instagramLogin does not', async () => {
		const answer = await sendPart('instagramLogin');
		expect([codeOf(answer), answer.error.type]).toEqual(['100', 'IGApiException']);
		expect(sandbox.messages).toHaveLength(0);
	});
});
