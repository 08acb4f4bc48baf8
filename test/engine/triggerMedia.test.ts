import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { BinaryDataService } from 'n8n-core';

import { startSandbox, type Sandbox } from '../../sandbox';
import { messaging, UPDATES } from '../webhook/payloads';
import { startWebServer } from '../webServer';
import { Container } from './harness/services';
import { FLAVOURS, useAccount, vector } from './stage';
import { CREDENTIAL, openTriggerStage, type TriggerStage } from './triggerStage';

/** Any host and path; what a request is answered with can be changed. */
interface MediaHost {
	url: string;
	requests: IncomingMessage[];
	answer: (request: IncomingMessage, response: ServerResponse) => void;
	close(): Promise<void>;
}

async function startMediaHost(): Promise<MediaHost> {
	const server = await startWebServer((request, response) => {
		host.requests.push(request);
		host.answer(request, response);
	});
	const host: MediaHost = {
		url: server.url,
		requests: [],
		answer: (_request, response) => response.end(OGG),
		close: server.close,
	};
	return host;
}

const OGG = readFileSync(vector('ogg-opus.ogg'));
const M4A = readFileSync(vector('m4a-ready.m4a'));

let stage: TriggerStage;
let host: MediaHost;
let stranger: MediaHost;
beforeAll(async () => {
	stage = await openTriggerStage();
});
afterAll(async () => await stage.close());
beforeEach(async () => {
	[host, stranger] = [await startMediaHost(), await startMediaHost()];
	stage.engine.setCredential('svaraInstagramApi', { ...CREDENTIAL, baseUrl: `${host.url}/v26.0` });
	await stage.open({ options: { downloadMedia: true } });
});
afterEach(async () => {
	await host.close();
	await stranger.close();
});

let noteCount = 0;
const voiceNote = (...urls: string[]) => ({
	...UPDATES.voiceNote,
	message: {
		mid: `note-${++noteCount}`,
		attachments: urls.map((url) => ({ type: 'audio', payload: { url } })),
	},
});

/** The one item of a message with a voice note at each URL. */
async function itemFor(...urls: string[]) {
	const { status } = await stage.deliver(messaging([voiceNote(...urls)]));
	expect(status).toBe(200);
	const run = (await stage.live.finished()).at(-1)!;
	const [item] = run.items('Trigger');
	return { item: item!, run };
}

const skippedBecause = async (url: string) => {
	const { item } = await itemFor(url);
	expect(item.binary).toBeUndefined();
	const [attachment] = item.json.attachments as Array<Record<string, unknown>>;
	expect(attachment).toMatchObject({ type: 'audio', url });
	return attachment!.downloadSkipped;
};

describe('a voice note that was sent on the sandbox', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(async () => await sandbox.close());

	it.each(FLAVOURS)('is on the item byte for byte, on %s', async (flavour) => {
		const account = sandbox.accounts[flavour];
		const { appSecret } = account;
		useAccount(stage.engine, sandbox, flavour, { appSecret, verifyToken: 'chosen-by-me' });
		const live = await stage.open({
			platform: flavour === 'messenger' ? 'messenger' : 'instagram',
			events: ['voiceNote'],
			options: { downloadMedia: true, binaryPropertyName: 'note' },
		});
		sandbox.webhooks.subscribeAccount(account);
		await sandbox.webhooks.setInDashboard(account, {
			callbackUrl: live.url,
			verifyToken: 'chosen-by-me',
		});
		sandbox.customer(account, account.recipients.open).sendsVoiceNote(M4A);
		await sandbox.webhooks.idle();

		const [run] = await live.finished();
		const [item] = run!.items('Trigger');
		expect(item?.json).toMatchObject({
			event: 'voiceNote',
			customerId: account.recipients.open.id,
			attachments: [{ type: 'audio', binaryProperty: 'note' }],
		});
		expect(item?.binary?.note).toMatchObject({
			fileName: 'voice-note.m4a',
			mimeType: 'audio/mp4',
		});
		expect((await run!.readBinary(item!, 'note')).equals(M4A)).toBe(true);
	});
});

describe('a download', () => {
	it('looks like a browser and carries no token', async () => {
		await itemFor(`${host.url}/note`);
		const [request] = host.requests;
		expect(request?.headers['user-agent']).toMatch(/^Mozilla\/5\.0/);
		expect(request?.headers).not.toHaveProperty('authorization');
		expect(JSON.stringify(request?.headers)).not.toContain(CREDENTIAL.accessToken);
	});

	it('is named and typed by its bytes, whatever the server calls it', async () => {
		host.answer = (_request, response) => response.setHeader('Content-Type', 'video/mp4').end(OGG);
		const { item } = await itemFor(`${host.url}/clip.mp4`);
		expect(item.binary?.data).toMatchObject({ fileName: 'voice-note.ogg', mimeType: 'audio/ogg' });
	});

	it('happens for each attachment, numbered', async () => {
		const { item } = await itemFor(`${host.url}/1`, `${host.url}/2`, `${stranger.url}/3`);
		expect(Object.keys(item.binary ?? {}).sort()).toEqual(['data', 'data2']);
		expect(item.json.attachments).toMatchObject([
			{ binaryProperty: 'data' },
			{ binaryProperty: 'data2' },
			{ downloadSkipped: 'The link does not lead to a media host of Meta' },
		]);
	});

	it('follows redirects on the same host', async () => {
		host.answer = ({ url }, response) =>
			url === '/note' ? response.writeHead(302, { Location: '/moved' }).end() : response.end(OGG);
		const { item } = await itemFor(`${host.url}/note`);
		expect(item.binary).toHaveProperty('data');
	});

	it.each([
		['another host', () => `${stranger.url}/note`],
		['another port of the same host', () => 'http://127.0.0.1:1/'],
		['plain http at Meta', () => 'http://lookaside.fbsbx.com/x'],
		['a host that only looks like Meta', () => 'https://lookaside.fbsbx.com.evil.test/x'],
		['a host that ends like Meta', () => 'https://evilfbsbx.com/x'],
		['a user name that looks like Meta', () => 'https://lookaside.fbsbx.com@127.0.0.1/x'],
		['another scheme', () => 'file:///etc/passwd'],
		['no URL', () => 'lookaside'],
	])('does not go to %s', async (_what, url) => {
		expect(await skippedBecause(url())).toBe('The link does not lead to a media host of Meta');
		expect(stranger.requests).toEqual([]);
	});

	it('does not follow a redirect to another host', async () => {
		host.answer = (_request, response) =>
			response.writeHead(302, { Location: `${stranger.url}/secret` }).end();
		expect(await skippedBecause(`${host.url}/note`)).toMatch(/media host of Meta/);
		expect(stranger.requests).toEqual([]);
	});

	it('does not follow redirects for ever', async () => {
		host.answer = (_request, response) => response.writeHead(302, { Location: '/again' }).end();
		expect(await skippedBecause(`${host.url}/note`)).toBe('The link redirects more than 5 times');
		expect(host.requests).toHaveLength(6);
	});

	it('of a web page, an expired link or nothing is none', async () => {
		host.answer = (_request, response) => response.end('<!DOCTYPE html><html></html>');
		expect(await skippedBecause(`${host.url}/page`)).toMatch(/a web page/);
		host.answer = (_request, response) => response.writeHead(403).end();
		expect(await skippedBecause(`${host.url}/old`)).toMatch(/status 403; links of Meta's expire/);
		host.answer = (request) => request.socket.destroy();
		expect(await skippedBecause(`${host.url}/gone`)).toBe('The link could not be reached');
	});

	it('ends at 25 MB', async () => {
		const megabyte = Buffer.alloc(1024 * 1024);
		host.answer = (_request, response) => {
			const write = (left: number): void => {
				if (left > 0 && !response.destroyed) response.write(megabyte, () => write(left - 1));
			};
			write(1000);
		};
		expect(await skippedBecause(`${host.url}/long`)).toBe('The file is larger than 25 MB');
	});

	it('of 25 MB is no byte too long', async () => {
		const file = Buffer.concat([OGG, Buffer.alloc(25 * 1024 * 1024 - OGG.length)]);
		host.answer = (_request, response) => response.end(file);
		const { item } = await itemFor(`${host.url}/full`);
		expect(item.binary).toHaveProperty('data');
		host.answer = (_request, response) => response.write(file, () => response.end('x'));
		expect(await skippedBecause(`${host.url}/more`)).toBe('The file is larger than 25 MB');
	});

	it('that would never end is left, so that Meta has its answer', async () => {
		host.answer = (_request, response) => response.write(OGG.subarray(0, 100));
		expect(await skippedBecause(`${host.url}/slow`)).toMatch(/longer than Meta waits/);
	});

	it.each([
		['cannot store', async () => await Promise.reject(new Error('ENOSPC')), /could not store/],
		['takes for ever to store', async () => await new Promise(() => {}), /took longer to store/],
	])('that n8n %s is left, and the workflow starts', async (_what, store, reason) => {
		const spy = jest
			.spyOn(Container.get(BinaryDataService), 'store')
			.mockImplementation(store as never);
		try {
			expect(await skippedBecause(`${host.url}/note`)).toMatch(reason);
		} finally {
			spy.mockRestore();
		}
	});

	it('does not happen where it was not asked for', async () => {
		stage.live.configure({ options: {} });
		const { item } = await itemFor(`${host.url}/note`);
		expect([item.binary, host.requests]).toEqual([undefined, []]);
	});
});
