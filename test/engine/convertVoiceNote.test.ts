import { readFileSync } from 'node:fs';

import { VECTORS } from '../audio/vectors';
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

it('works on many items at once', async () => {
	const bytes = readFileSync(vector('ogg-opus.ogg'));
	const items = await Promise.all(
		Array.from({ length: 40 }, async () => await stage.itemWith(bytes)),
	);
	const run = await stage.run('messenger', convert(), items);
	expect(run.items('Voice')).toHaveLength(40);
});
