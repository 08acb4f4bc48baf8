import { readFileSync } from 'node:fs';

import { startWebServer, type WebServer } from '../webServer';
import type { EngineRun } from './harness';
import { FLAVOURS, PAGE_FLAVOURS, useAccount, useStage, vector } from './stage';
import { workflowWith } from './workflow';

const READY = readFileSync(vector('m4a-ready.m4a'));

/** Nothing here is fetched from elsewhere. */
async function serveFiles(): Promise<WebServer> {
	return await startWebServer((request, response) => {
		if (request.url === '/moved.m4a') {
			response.writeHead(302, { Location: '/ready.m4a' }).end();
			return;
		}
		const name = { '/ready.m4a': 'm4a-ready.m4a', '/note.ogg': 'ogg-opus.ogg' }[request.url ?? ''];
		if (!name) {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { 'Content-Type': 'audio/mp4' }).end(readFileSync(vector(name)));
	});
}

const deliveryOf = (run: EngineRun) => run.items('Voice')[0]?.json.delivery;
const errorOf = (run: EngineRun) => {
	const error = run.error as unknown as {
		message: string;
		description: string;
		context: { errorCode: string };
	};
	return { code: error.context.errorCode, message: error.message, fix: error.description };
};

describe('with files on disk', () => {
	const stage = useStage();
	let web: WebServer;
	beforeAll(async () => {
		web = await serveFiles();
	});
	afterAll(async () => await web.close());

	const fromUrl = (path: string, delivery = 'auto') => ({
		parameters: { audioSource: 'url', audioUrl: web.url + path, options: { delivery } },
	});

	it('a URL is read, converted where needed, and uploaded on the page flavours', async () => {
		for (const path of ['/ready.m4a', '/note.ogg', '/moved.m4a']) {
			expect(deliveryOf(await stage.run('messenger', fromUrl(path), [{ json: {} }]))).toBe(
				'upload',
			);
		}
		expect(stage.sandbox.messages.map((sent) => sent.attachment?.container)).toEqual([
			'm4a',
			'm4a',
			'm4a',
		]);
	});

	it('on Instagram Login a private URL becomes a signed link', async () => {
		// 127.0.0.1 is nothing Meta could reach, so the note goes through n8n's own link.
		expect(
			deliveryOf(await stage.run('instagramLogin', fromUrl('/ready.m4a'), [{ json: {} }])),
		).toBe('signedUrl');
		expect(stage.sandbox.messages[0]?.attachment).toMatchObject({
			source: 'url',
			contentType: 'audio/mp4',
		});
	});

	it('a URL is handed on unread when that is asked for', async () => {
		const run = await stage.run('instagramLogin', fromUrl('/ready.m4a', 'url'), [{ json: {} }]);
		expect(run.items('Voice')[0]?.json).toMatchObject({ delivery: 'url', status: 'sent' });
		expect(run.items('Voice')[0]?.json).not.toHaveProperty('audio');

		const refused = await stage.run('instagramLogin', fromUrl('/note.ogg', 'url'), [{ json: {} }]);
		expect(errorOf(refused).code).toBe('audio_unsupported');
	});

	it('a signed link works on every flavour, an upload not on Instagram Login', async () => {
		const item = await stage.itemWith(vector('ogg-opus.ogg'));
		for (const flavour of FLAVOURS) {
			const run = await stage.run(flavour, { parameters: { options: { delivery: 'signedUrl' } } }, [
				item,
			]);
			expect(deliveryOf(run)).toBe('signedUrl');
		}
		const run = await stage.run(
			'instagramLogin',
			{ parameters: { options: { delivery: 'upload' } } },
			// Refused before anything is read: there is nothing to read here.
			[{ json: {} }],
		);
		expect(errorOf(run)).toMatchObject({
			code: 'feature_unavailable',
			fix: expect.stringContaining("'Route to Meta'"),
		});
	});

	it('a link that Meta cannot fetch is explained, and shown without its signature', async () => {
		stage.sandbox.faults.add({
			path: /messages$/,
			times: 2,
			effect: { error: { code: 100, subcode: 2018008 } },
		});
		const item = await stage.itemWith(READY);
		const parameters = { options: { maxRetries: 1 } };
		const { code, message, fix } = errorOf(
			await stage.run('instagramLogin', { parameters }, [item]),
		);
		expect(code).toBe('delivery_unavailable');
		expect(message).toContain(`${new URL(stage.engine.restUrl).origin}/rest/…`);
		expect(fix).toMatch(/main process.*WEBHOOK_URL.*proxy/);
		expect(message + fix).not.toContain('token=');
		expect(stage.posts()).toHaveLength(2);
	});

	it('never sends to Meta itself a link that only this machine can open', async () => {
		useAccount(stage.engine, stage.sandbox, 'instagramLogin', { baseUrl: '' });
		const item = await stage.itemWith(READY);
		const run = await stage.engine.run(workflowWith({ recipientId: '42' }), [item]);
		expect(errorOf(run)).toMatchObject({
			code: 'delivery_unavailable',
			fix: expect.stringContaining('WEBHOOK_URL'),
		});
	});
});

describe('with files in memory', () => {
	const stage = useStage({ binaryMode: 'default' });

	it('uploads as well', async () => {
		const item = await stage.itemWith(vector('ogg-opus.ogg'));
		for (const flavour of PAGE_FLAVOURS) {
			expect(deliveryOf(await stage.run(flavour, {}, [item]))).toBe('upload');
		}
	});

	it('cannot sign a link, and says what to change', async () => {
		const run = await stage.run('instagramLogin', {}, [await stage.itemWith(READY)]);
		expect(errorOf(run)).toMatchObject({
			code: 'delivery_unavailable',
			fix: expect.stringContaining('N8N_DEFAULT_BINARY_DATA_MODE=filesystem'),
		});
		expect(stage.posts()).toHaveLength(0);
	});
});
