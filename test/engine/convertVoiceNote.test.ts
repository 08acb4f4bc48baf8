import { readFileSync } from 'node:fs';

import { VECTORS } from '../audio/vectors';
import { silentWav } from '../wav';
import { useStage, vector } from './stage';
import { workflowWith } from './workflow';

const stage = useStage();

const convert = (options = {}, more = {}) => ({
	parameters: { operation: 'convert', options, ...more },
});

/** A second and a half of sound each. */
const PLAYABLE = VECTORS.map(({ file }) => file);

it('makes an .m4a of every format, and leaves the rest of the item as it is', async () => {
	const items = await Promise.all(
		PLAYABLE.map(async (name, index) => await stage.itemWith(vector(name), { index }, name)),
	);
	const run = await stage.run('messenger', convert(), items);
	expect(run.error).toBeUndefined();
	const output = run.items('Voice');
	expect(output.map(({ json }) => json.index)).toEqual(items.map(({ json }) => json.index));
	for (const [index, name] of PLAYABLE.entries()) {
		const { json, binary } = output[index]!;
		const durationSeconds = expect.closeTo(name.startsWith('jingle') ? 1 : 1.5, 0) as number;
		expect([name, json.audio]).toMatchObject([
			name,
			{
				input: { durationSeconds },
				output: { container: 'm4a', codec: 'aac', durationSeconds },
			},
		]);
		expect(binary?.data).toMatchObject({
			fileName: name.replace(/\.\w+$/, '.m4a'),
			mimeType: 'audio/mp4',
			bytes: (json.audio as { output: { sizeBytes: number } }).output.sizeBytes,
		});
	}
	expect(stage.sandbox.requests).toHaveLength(0);
});

it('asks for no credential', async () => {
	const { engine } = stage;
	const run = await engine.run(workflowWith({ operation: 'convert' }, { credentials: {} }), [
		await stage.itemWith(vector('ogg-opus.ogg')),
	]);
	expect(run.error).toBeUndefined();
	expect(run.items('Voice')[0]?.json.audio).toMatchObject({ converted: true });
});

it('obeys its options', async () => {
	const item = await stage.itemWith(vector('m4a-ready.m4a'), {}, 'a.m4a');
	const audioAfter = async (options: object) => {
		const run = await stage.run('instagramLogin', convert(options), [item]);
		expect(run.error).toBeUndefined();
		const [output] = run.items('Voice');
		const { audio } = output!.json as {
			audio: { converted: boolean; output: { durationSeconds: number; sizeBytes: number } };
		};
		return { ...audio, binary: output!.binary! };
	};
	const kept = await audioAfter({});
	expect(kept.converted).toBe(false);
	expect((await audioAfter({ convert: 'always' })).converted).toBe(true);
	expect((await audioAfter({ normalizeLoudness: true })).converted).toBe(true);
	const [low, high] = [
		await audioAfter({ convert: 'always', bitrateKbps: 24 }),
		await audioAfter({ convert: 'always', bitrateKbps: 160 }),
	];
	expect(low.output.sizeBytes).toBeLessThan(high.output.sizeBytes);
	const trimmed = await audioAfter({ maxDuration: 0.5, whenTooLong: 'trim' });
	expect(trimmed.output.durationSeconds).toBeCloseTo(0.5, 1);
	expect(Object.keys((await audioAfter({ outputBinaryPropertyName: 'voice' })).binary)).toEqual([
		'data',
		'voice',
	]);
});

it('makes a WAV for transcription, which n8n plays, too', async () => {
	const names = ['ogg-opus.ogg', 'm4a-ready.m4a', 'wav-mulaw.wav'];
	const items = await Promise.all(
		names.map(async (name) => await stage.itemWith(vector(name), {}, name)),
	);
	const run = await stage.run('instagramLogin', convert({ outputFormat: 'wav' }), items);
	expect(run.error).toBeUndefined();
	for (const [index, { json, binary }] of run.items('Voice').entries()) {
		expect(json.audio).toMatchObject({
			input: { durationSeconds: 1.5 },
			output: { container: 'wav', codec: 'pcm', durationSeconds: expect.closeTo(1.5, 1) as number },
			converted: true,
		});
		expect(binary?.data).toMatchObject({
			fileName: names[index]?.replace(/\.\w+$/, '.wav'),
			mimeType: 'audio/wav',
			fileType: 'audio',
			fileExtension: 'wav',
		});
	}
});

it('refuses options that do not go with a WAV', async () => {
	const items = [await stage.itemWith(vector('ogg-opus.ogg'))];
	for (const [name, value] of [
		['convert', 'never'],
		['bitrateKbps', 64],
	] as const) {
		const run = await stage.run(
			'messenger',
			convert({ outputFormat: 'wav', [name]: value }),
			items,
		);
		expect(run.error?.message).toMatch(/does not go with the output format WAV/);
	}
});

it('has no limit of length for a WAV, unless one is set', async () => {
	const items = [await stage.itemWith(silentWav(61))];
	const run = async (options: object) =>
		await stage.run('instagramLogin', convert({ outputFormat: 'wav', ...options }), items);
	const audio = (await run({})).items('Voice')[0]?.json.audio;
	expect(audio).toMatchObject({ output: { durationSeconds: 61 } });
	expect((await run({ maxDuration: 60 })).error?.message).toMatch(/'Max Duration' is 60 s/);
});

it('works on many items at once', async () => {
	const bytes = readFileSync(vector('ogg-opus.ogg'));
	const items = await Promise.all(
		Array.from({ length: 40 }, async () => await stage.itemWith(bytes)),
	);
	const run = await stage.run('messenger', convert(), items);
	expect(run.items('Voice')).toHaveLength(40);
});
