import { startSandbox, type Sandbox } from '../../../sandbox';
import { inspectMedia } from '../../../sandbox/media/inspect';
import { SAMPLES } from '../../../sandbox/samples/samples';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
	fetch(`${sandbox.url}/samples/${path}`, { method, headers });

test.each(SAMPLES.map(({ name, contentType }) => [name, contentType]))(
	'%s is served as %s, and is that',
	async (name, contentType) => {
		const response = await get(name);
		const bytes = Buffer.from(await response.arrayBuffer());
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe(contentType);
		expect(response.headers.get('x-content-type-options')).toBe('nosniff');
		const { kind, isComplete } = inspectMedia(bytes);
		expect([kind, isComplete]).toEqual([contentType.split('/')[0], true]);
	},
);

test('all of them together stay small', async () => {
	const sizes = await Promise.all(
		SAMPLES.map(async ({ name }) => (await (await get(name)).arrayBuffer()).byteLength),
	);
	expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(300_000);
});

test.each([
	['bytes=0-3', 206, 'bytes 0-3/80188', 'RIFF'],
	['bytes=8-11', 206, 'bytes 8-11/80188', 'WAVE'],
	['bytes=80184-', 206, 'bytes 80184-80187/80188', 4],
	['bytes=-4', 206, 'bytes 80184-80187/80188', 4],
	['bytes=80000-99999', 206, 'bytes 80000-80187/80188', 188],
	['bytes=80188-', 416, 'bytes */80188', 0],
	['bytes=-0', 416, 'bytes */80188', 0],
	['bytes=5-2', 416, 'bytes */80188', 0],
	['bytes=0-1,4-5', 200, null, 80188],
	['lines=1-2', 200, null, 80188],
])('of the WAV, "Range: %s" gets %i', async (range, status, contentRange, expected) => {
	const response = await get('voice-note.wav', { range });
	const body = Buffer.from(await response.arrayBuffer());
	expect(response.status).toBe(status);
	expect(response.headers.get('content-range')).toBe(contentRange);
	expect(typeof expected === 'string' ? body.toString() : body.length).toBe(expected);
});

test('HEAD tells type and size, and sends nothing', async () => {
	const response = await get('photo.jpg', {}, 'HEAD');
	expect(response.status).toBe(200);
	expect(response.headers.get('content-type')).toBe('image/jpeg');
	expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10_000);
	expect((await response.arrayBuffer()).byteLength).toBe(0);
});

test('their list is JSON for programs and a page for browsers', async () => {
	const list = (await (await get('')).json()) as Array<{ url: string; text?: string }>;
	expect(list).toHaveLength(SAMPLES.length);
	for (const { url } of list) expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
	const page = await get('', { accept: 'text/html,*/*' });
	expect(page.headers.get('content-type')).toContain('text/html');
	expect(await page.text()).toContain('<a href="voice-note.m4a">');
});

test.each(['nothing.wav', '..%2fsamples.js', 'files/photo.jpg'])(
	'%s is none of them',
	async (name) => {
		expect((await get(name)).status).toBe(404);
	},
);

test('Meta fetches one for a voice note', async () => {
	const { tokens, recipients } = sandbox.accounts.instagramLogin;
	const url = `${sandbox.url}/samples/voice-note.m4a`;
	const response = await fetch(`${sandbox.baseUrl('instagramLogin')}/me/messages`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${tokens.valid}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({
			recipient: { id: recipients.open.id },
			message: { attachment: { type: 'audio', payload: { url } } },
		}),
	});
	expect(response.status).toBe(200);
	expect(sandbox.messages.at(-1)?.attachment).toMatchObject({ container: 'm4a', codec: 'aac' });
});
