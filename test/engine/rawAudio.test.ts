import { readFileSync } from 'node:fs';

import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { startWebServer, type WebServer } from '../webServer';
import { useStage, vector } from './stage';

/** What text-to-speech services send when asked for PCM: 1.5 s at 16 kHz, and no header. */
const wav = readFileSync(vector('wav-pcm.wav'));
const SAMPLES = wav.subarray(wav.indexOf('data') + 8);
const DECLARED = 'audio/L16;codec=pcm;rate=16000';

const stage = useStage();
let web: WebServer;
beforeAll(async () => {
	web = await startWebServer((_, response) =>
		response.writeHead(200, { 'Content-Type': DECLARED }).end(SAMPLES),
	);
});
afterAll(async () => await web.close());

async function itemWith(mimeType: string): Promise<INodeExecutionData> {
	const data = await stage.engine.storeBinary(SAMPLES, { fileName: 'speech.pcm', mimeType });
	return { json: {}, binary: { data } };
}

const OPTIONS = { rawAudioFormat: 'pcm_s16le', rawAudioSampleRate: 16000 };

const WAYS: Array<[string, () => Promise<INodeExecutionData>, () => INodeParameters]> = [
	['by the options', async () => await itemWith('text/plain'), () => ({ options: OPTIONS })],
	['by its MIME type', async () => await itemWith(DECLARED), () => ({})],
	[
		'by the type of a download',
		async () => ({ json: {} }),
		() => ({ audioSource: 'url', audioUrl: `${web.url}/speech` }),
	],
	[
		'by the rate that its MIME type leaves out',
		async () => await itemWith('audio/pcm'),
		() => ({ options: { rawAudioSampleRate: 16000 } }),
	],
];

it.each(WAYS)('sound without a header is sent, known %s', async (_, item, parameters) => {
	const run = await stage.run('messenger', { parameters: parameters() }, [await item()]);
	expect(run.error).toBeUndefined();
	expect(run.items('Voice')[0]?.json.audio).toMatchObject({
		input: { container: 'raw', codec: 'pcm', durationSeconds: 1.5, sizeBytes: SAMPLES.length },
		output: { container: 'm4a', durationSeconds: 1.5 },
		converted: true,
	});
	expect(stage.sandbox.messages[0]?.attachment?.durationSeconds).toBeCloseTo(1.5, 1);
});

it.each(WAYS)('sound without a header is converted, known %s', async (_, item, parameters) => {
	const node = { parameters: { operation: 'convert', ...parameters() } };
	const run = await stage.run('messenger', node, [await item()]);
	expect(run.error).toBeUndefined();
	const [output] = run.items('Voice');
	expect(output?.json.audio).toMatchObject({ input: { container: 'raw', durationSeconds: 1.5 } });
	expect(output?.binary?.data).toMatchObject({ mimeType: 'audio/mp4' });
	expect(output?.binary?.data?.fileName).toMatch(/\.m4a$/);
});

it('files with a header are known by themselves, whatever the options say', async () => {
	const items = [await stage.itemWith(vector('mp3-bare.mp3'))];
	const node = { parameters: { operation: 'convert', options: OPTIONS } };
	const run = await stage.run('messenger', node, items);
	expect(run.items('Voice')[0]?.json.audio).toMatchObject({ input: { container: 'mp3' } });
});

it('without a word about it the error names the option', async () => {
	const node = { parameters: { operation: 'convert' } };
	const run = await stage.run('messenger', node, [await itemWith('application/octet-stream')]);
	expect(run.error?.message).toBe('The file is not in an audio format that is known here [item 0]');
	expect(run.error?.description).toMatch(/'Raw Audio Format'/);
});
