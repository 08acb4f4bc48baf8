import { readdir, readFile, truncate } from 'node:fs/promises';

import {
	makeVoiceNote,
	MAX_INPUT_BYTES,
	recognise,
	type RawAudioHints,
	type VoiceNoteRules,
} from '../../lib/audio';
import { isCalledRaw, rawAudioOf } from '../../lib/audio/rawAudio';
import { describeEachEngine, fileWith, refusal, rules, vector, withFolder } from './helpers';

/** The samples of a WAV, as a text-to-speech service sends them: without the header. */
async function samplesOf(file: string): Promise<Buffer> {
	const bytes = await readFile(vector(file));
	return bytes.subarray(bytes.indexOf('data') + 8);
}

const PCM_16_KHZ = { encoding: 'pcm_s16le', sampleRateHz: 16000 } as const;

/** The refusal of bytes, once it is clear that nothing was left behind. */
async function refused(
	bytes: Buffer | string,
	rawAudio?: RawAudioHints,
	changes: Partial<VoiceNoteRules> = {},
): ReturnType<typeof refusal> {
	return await withFolder(async (input) =>
		withFolder(async (workDir) => {
			const path = await fileWith(input, bytes);
			const error = await refusal(makeVoiceNote(path, workDir, rules({ rawAudio, ...changes })));
			expect(await readdir(workDir)).toEqual([]);
			return error;
		}),
	);
}

describeEachEngine('samples without a header', () => {
	it.each<[string, string, RawAudioHints]>([
		['PCM', 'wav-pcm.wav', PCM_16_KHZ],
		[
			'PCM, as Gemini declares it',
			'wav-pcm.wav',
			{ declaredType: 'audio/L16;codec=pcm;rate=16000' },
		],
		['µ-law', 'wav-mulaw.wav', { encoding: 'mulaw' }],
		['µ-law, as RFC 2046 declares it', 'wav-mulaw.wav', { declaredType: 'audio/basic' }],
		['A-law', 'wav-alaw.wav', { encoding: 'alaw' }],
		['stereo', 'wav-stereo.wav', { encoding: 'pcm_s16le', sampleRateHz: 8000, channels: 2 }],
	])('become the same voice note as in a WAV: %s', async (_, file, rawAudio) => {
		await withFolder(async (folder) => {
			const samples = await samplesOf(file);
			const path = await fileWith(folder, samples);
			const note = await makeVoiceNote(path, folder, rules({ rawAudio }));
			expect(await readdir(folder)).toHaveLength(2);
			const same = await makeVoiceNote(vector(file), folder, rules());
			expect(note.input).toEqual({
				...same.input,
				container: 'raw',
				sizeBytes: samples.length,
			});
			expect(note.output).toEqual(same.output);
			expect((await readFile(note.path)).equals(await readFile(same.path))).toBe(true);
		});
	});

	it('go out as a WAV where nothing may be converted', async () => {
		await withFolder(async (folder) => {
			const samples = await samplesOf('wav-pcm.wav');
			const path = await fileWith(folder, samples);
			const note = await makeVoiceNote(
				path,
				folder,
				rules({ rawAudio: PCM_16_KHZ, convert: 'never' }),
			);
			expect(note).toMatchObject({ fileName: 'voice-note.wav', converted: true });
			expect((await readFile(note.path)).subarray(44).equals(samples)).toBe(true);
			expect(await readdir(folder)).toHaveLength(2);
		});
	});

	it('are refused where there are too many of them', async () => {
		expect(
			await refused(Buffer.alloc(32000, 7), PCM_16_KHZ, { maxDurationSeconds: 0.5 }),
		).toMatchObject({
			code: 'audio_too_long',
			message: 'The audio is 1 s long; Instagram voice notes may be 0.50 s',
		});
	});
});

describe('what samples without a header are', () => {
	it.each<[string, ReturnType<typeof rawAudioOf>]>([
		[
			'audio/L16;rate=24000;channels=1',
			{ encoding: 'pcm_s16le', sampleRateHz: 24000, channels: 1 },
		],
		[
			'audio/l16; rate=16000; channels=2',
			{ encoding: 'pcm_s16le', sampleRateHz: 16000, channels: 2 },
		],
		['audio/pcm;rate=44100', { encoding: 'pcm_s16le', sampleRateHz: 44100, channels: 1 }],
		[
			'audio/lpcm; sample-rate=8000; sample-size-bits=16; channel-count=1; is-big-endian=false',
			{ encoding: 'pcm_s16le', sampleRateHz: 8000, channels: 1 },
		],
		['AUDIO/PCMU', { encoding: 'mulaw', sampleRateHz: 8000, channels: 1 }],
		['audio/x-mulaw;rate=16000', { encoding: 'mulaw', sampleRateHz: 16000, channels: 1 }],
		['audio/PCMA;rate="8000"', { encoding: 'alaw', sampleRateHz: 8000, channels: 1 }],
		['audio/L24;rate=48000', undefined],
		['audio/mpeg', undefined],
		['', undefined],
	])('is read from %s', (declaredType, rawAudio) => {
		expect(rawAudioOf({ declaredType })).toEqual(rawAudio);
		expect(isCalledRaw({ declaredType })).toBe(rawAudio !== undefined);
	});

	it('is what the user says, filled in with what the source declares of the same encoding', () => {
		const declaredType = 'audio/L16;rate=16000;channels=2';
		expect(rawAudioOf({ encoding: 'pcm_s16le', declaredType })).toMatchObject({
			sampleRateHz: 16000,
			channels: 2,
		});
		expect(rawAudioOf({ sampleRateHz: 22050, declaredType: 'audio/pcm' })).toMatchObject({
			encoding: 'pcm_s16le',
			sampleRateHz: 22050,
		});
		expect(rawAudioOf({ encoding: 'mulaw', declaredType })).toEqual({
			encoding: 'mulaw',
			sampleRateHz: 8000,
			channels: 1,
		});
		expect(rawAudioOf({ encoding: 'pcm_s16le' })).toMatchObject({ sampleRateHz: 24000 });
	});

	it.each([
		['audio/pcm', /'audio\/pcm', sound without a header, which does not say the sample rate$/],
		['audio/L16;rate=0', /'audio\/L16;rate=0', with a sample rate or channels that cannot be$/],
		['audio/L16;rate=3000000', /cannot be$/],
		['audio/L16;rate=24000.5', /cannot be$/],
		['audio/L16;rate=fast', /cannot be$/],
		['audio/L16;rate=24000;channels=0', /cannot be$/],
		['audio/L16;rate=16000;endianness=big-endian', /big-endian samples are not read$/],
	])('is refused by name where it is declared as %s', async (declaredType, message) => {
		const error = await refused(await samplesOf('wav-pcm.wav'), { declaredType });
		expect(error).toMatchObject({
			code: 'audio_unsupported',
			message: expect.stringMatching(message) as string,
		});
	});

	it('is asked for by the name of the option, where nobody says it', async () => {
		for (const rawAudio of [undefined, {}, { declaredType: 'application/octet-stream' }]) {
			const error = await refused(await samplesOf('wav-pcm.wav'), rawAudio);
			expect(error.code).toBe('audio_unsupported');
			expect(error.fix).toMatch(/'Raw Audio Format'/);
		}
	});

	it('cannot be a part of a sample', async () => {
		const samples = await samplesOf('wav-pcm.wav');
		expect(await refused(samples.subarray(1), PCM_16_KHZ)).toMatchObject({
			code: 'audio_unsupported',
			message: `The file has ${samples.length - 1} bytes, which is no whole number of samples of 2 bytes`,
		});
		expect((await refused(samples.subarray(2), { ...PCM_16_KHZ, channels: 2 })).message).toMatch(
			/samples of 4 bytes$/,
		);
	});

	it('leaves nothing behind where a header makes the file too large', async () => {
		await withFolder(async (input) =>
			withFolder(async (workDir) => {
				const path = await fileWith(input, '');
				await truncate(path, MAX_INPUT_BYTES); // sparse: takes no room on disk
				const making = makeVoiceNote(path, workDir, rules({ rawAudio: PCM_16_KHZ }));
				expect(await refusal(making)).toMatchObject({ code: 'audio_too_large' });
				expect(await readdir(workDir)).toEqual([]);
			}),
		);
	});

	it('is not asked of a file that says it itself', async () => {
		await withFolder(async (folder) => {
			for (const file of [
				'mp3-bare.mp3',
				'aac-adts.aac',
				'ogg-opus.ogg',
				'wav-mulaw.wav',
				'au.au',
			]) {
				const note = await makeVoiceNote(vector(file), folder, rules({ rawAudio: PCM_16_KHZ }));
				expect([file, note.input.container]).not.toContain('raw');
			}
		});
		const message = '{"detail":{"status":"quota_exceeded"}}';
		expect((await refused(message, PCM_16_KHZ)).message).toBe('The file is JSON text, not audio');
		expect(await refused('', PCM_16_KHZ)).toMatchObject({ code: 'audio_empty' });
	});

	it('is not an MP3 because some of the samples look like its frames', async () => {
		const threeFrames = (await readFile(vector('mp3-bare.mp3'))).subarray(0, 480);
		const samples = await samplesOf('wav-pcm.wav');
		const bytes = Buffer.concat([Buffer.alloc(2), threeFrames, samples]);
		await withFolder(async (folder) => {
			const path = await fileWith(folder, bytes);
			expect((await recognise(path)).container).toBe('mp3');
			const asSaid = await makeVoiceNote(path, folder, rules({ rawAudio: PCM_16_KHZ }));
			expect(asSaid.input).toMatchObject({
				container: 'raw',
				durationSeconds: Math.round((bytes.length / 32000) * 1000) / 1000,
			});
		});
	});

	it('is not waited for once it is cancelled', async () => {
		await withFolder(async (input) =>
			withFolder(async (workDir) => {
				const path = await fileWith(input, Buffer.alloc(20_000_000, 7));
				const controller = new AbortController();
				const making = makeVoiceNote(
					path,
					workDir,
					rules({ rawAudio: PCM_16_KHZ }),
					controller.signal,
				);
				const outcome = refusal(making);
				while ((await readdir(workDir)).length === 0) await new Promise(setImmediate);
				controller.abort();
				expect(await outcome).toMatchObject({ code: 'cancelled' });
				expect(await readdir(workDir)).toEqual([]);
			}),
		);
	});
});
