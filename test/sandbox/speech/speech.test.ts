import { startSandbox, type Sandbox } from '../../../sandbox';
import { inspectMedia } from '../../../sandbox/media/inspect';
import { readSample, SAMPLES } from '../../../sandbox/samples/samples';
import { silentWav } from '../../wav';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const post = (path: string, body: string | FormData) =>
	fetch(`${sandbox.url}/speech/v1/${path}`, { method: 'POST', body });

const postJson = (path: string, body: unknown) => post(path, JSON.stringify(body));

/** The body as JSON, and the message of an error beside it. */
async function read(response: Response) {
	const body = (await response.json()) as Record<string, unknown>;
	const { message } = (body.error ?? {}) as { message?: string };
	return { status: response.status, body, message };
}

async function transcribe(bytes: Buffer) {
	const form = new FormData();
	form.append('model', 'whisper-1');
	form.append('file', new Blob([bytes]), 'note.ogg');
	return read(await post('audio/transcriptions', form));
}

async function speak(body: Record<string, unknown>) {
	const response = await postJson('audio/speech', { model: 'tts-1', voice: 'alloy', ...body });
	const bytes = Buffer.from(await response.arrayBuffer());
	return { status: response.status, type: response.headers.get('content-type'), bytes };
}

describe('speech to text', () => {
	test.each(
		SAMPLES.filter(({ text }) => text !== undefined).map((sample) => [sample.name, sample]),
	)('knows what is said in %s', async (_name, sample) => {
		expect((await transcribe(readSample(sample))).body).toEqual({ text: sample.text });
	});

	test('of other recordings it says how long they are', async () => {
		expect((await transcribe(silentWav(3.2))).body).toEqual({
			text: 'This is a recording of 3.2 seconds.',
		});
	});

	test('refuses what is no recording, and what is no multipart body', async () => {
		expect(await transcribe(Buffer.from('Hello'))).toMatchObject({
			status: 400,
			message: 'file must be a recording, and this is unknown',
		});
		expect(await read(await post('audio/transcriptions', 'Hello'))).toMatchObject({ status: 400 });
		expect(await read(await post('audio/transcriptions', new FormData()))).toMatchObject({
			status: 400,
		});
	});
});

describe('text to speech', () => {
	test.each([
		[15, 1],
		[60, 4],
		[450, 30],
	])('reads %i characters in %i seconds, in WAV and in MP3', async (characters, seconds) => {
		const input = 'a'.repeat(characters);
		const asWav = await speak({ input, response_format: 'wav' });
		expect([asWav.status, asWav.type]).toEqual([200, 'audio/wav']);
		expect(inspectMedia(asWav.bytes)).toMatchObject({ container: 'wav', isComplete: true });
		expect(inspectMedia(asWav.bytes).durationSeconds).toBeCloseTo(seconds, 3);
		const asMp3 = await speak({ input });
		expect([asMp3.status, asMp3.type]).toEqual([200, 'audio/mpeg']);
		expect(inspectMedia(asMp3.bytes)).toMatchObject({ container: 'mp3', isComplete: true });
		// 32 kbit/s, in whole frames of 24 ms.
		expect(asMp3.bytes.length).toBe(Math.ceil(seconds / 0.024 - 1e-9) * 96);
	});

	test('every MP3 frame begins with a header, also where the voice begins anew', async () => {
		const { bytes } = await speak({ input: 'a'.repeat(150) });
		for (let at = 0; at < bytes.length; at += 96) {
			expect(bytes.toString('hex', at, at + 3)).toBe('fff344');
		}
	});

	test.each([
		[{ input: '' }, 'input must be a text that is not empty'],
		[{ input: 'a'.repeat(4097) }, 'input must have no more than 4096 characters'],
		[
			{ input: 'Hi', response_format: 'flac' },
			'The sandbox speaks mp3 or wav: set response_format to one of these',
		],
	])('%j is refused', async (body, message) => {
		expect(await read(await postJson('audio/speech', body))).toMatchObject({
			status: 400,
			message,
		});
	});
});

describe('a language model', () => {
	const ANSWER = 'You said: “Where is it?” Thank you, we will look into it.';

	test('answers what was asked last', async () => {
		const messages = [
			{ role: 'system', content: 'Be brief.' },
			{ role: 'user', content: 'Hello' },
			{ role: 'assistant', content: 'Hi' },
			{ role: 'user', content: [{ type: 'text', text: 'Where is it?' }] },
		];
		const { body } = await read(await postJson('chat/completions', { model: 'gpt-x', messages }));
		expect(body).toMatchObject({
			object: 'chat.completion',
			model: 'gpt-x',
			choices: [{ message: { role: 'assistant', content: ANSWER }, finish_reason: 'stop' }],
		});
	});

	test.each([
		['Where is it?'],
		[[{ role: 'user', content: [{ type: 'input_text', text: 'Where is it?' }] }]],
	])('answers as the Responses API: %j', async (input) => {
		const { body } = await read(await postJson('responses', { model: 'gpt-x', input }));
		expect(body).toMatchObject({
			status: 'completed',
			output: [{ type: 'message', content: [{ type: 'output_text', text: ANSWER }] }],
		});
	});

	test('lists a model, as credentials are tested', async () => {
		const response = await fetch(`${sandbox.url}/speech/v1/models`);
		expect((await read(response)).body).toMatchObject({ data: [{ id: 'sandbox' }] });
	});

	test.each([
		['chat/completions', '{}', 'messages must hold a message of the role user that has a text'],
		['chat/completions', '{', 'The body must be a JSON object'],
		[
			'chat/completions',
			'{"stream":true,"messages":[{"role":"user","content":"Hi"}]}',
			'The sandbox does not stream: set stream to false',
		],
		['responses', '{"input":[]}', 'messages must hold a message of the role user that has a text'],
	])('%s refuses %s', async (path, body, message) => {
		expect(await read(await post(path, body))).toMatchObject({ status: 400, message });
	});

	test('other calls are answered with those there are', async () => {
		const { status, message } = await read(await postJson('embeddings', {}));
		expect([status, message]).toEqual([404, expect.stringContaining('POST chat/completions')]);
	});
});
