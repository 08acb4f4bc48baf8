import { readdir, readFile } from 'node:fs/promises';

import { makeVoiceNote, type VoiceNoteRules } from '../../lib/audio';
import { planVoiceNote } from '../../lib/audio/plan';
import { describeEachEngine, fileWith, refusal, rules, vector, wav, withFolder } from './helpers';
import { decodedSamples, fidelity, floatWav } from './samples';
import { VECTORS } from './vectors';

/** One vector of each container: whatever is decoded goes the same way from there. */
const ONE_OF_EACH = VECTORS.filter(
	({ container }, index) => VECTORS.findIndex((other) => other.container === container) === index,
);

const UNLIMITED = { outputFormat: 'wav', maxDurationSeconds: 0 } as const;

async function transcribable(
	path: string,
	changes: Partial<VoiceNoteRules>,
	check: (bytes: Buffer, note: Awaited<ReturnType<typeof makeVoiceNote>>) => Promise<void> | void,
): Promise<void> {
	await withFolder(async (folder) => {
		const note = await makeVoiceNote(path, folder, rules({ ...UNLIMITED, ...changes }));
		await check(await readFile(note.path), note);
		expect(await readdir(folder)).toHaveLength(1);
	});
}

describeEachEngine('a WAV for transcription', () => {
	it.each(ONE_OF_EACH)('is made of $file', async ({ file, soundSeconds, tolerance, ...input }) => {
		await transcribable(vector(file), {}, (bytes, note) => {
			expect(note).toMatchObject({
				fileName: 'voice-note.wav',
				mimeType: 'audio/wav',
				converted: true,
				input: { container: input.container, codec: input.codec },
				output: { container: 'wav', codec: 'pcm', sizeBytes: bytes.length },
			});
			// PCM, one channel, 16 kHz, 16 bit, and nothing before the samples but these 44 bytes.
			expect(bytes.toString('hex', 20, 36)).toBe('01000100803e0000007d000002001000');
			expect(bytes.toString('latin1', 36, 40)).toBe('data');
			expect(bytes.readUInt32LE(40)).toBe(bytes.length - 44);
			const seconds = (bytes.length - 44) / 32000;
			expect(Math.abs(seconds - soundSeconds)).toBeLessThan(tolerance);
			expect(note.output.durationSeconds).toBeCloseTo(seconds, 2);
		});
	});

	it('sounds as its source does, whatever the channels', async () => {
		const tone = Float64Array.from(
			{ length: 2 * 48000 },
			(_, at) =>
				0.5 * Math.sin((2 * Math.PI * 440 * at) / 48000) * (0.6 + 0.4 * Math.sin(at / 9000)),
		);
		await withFolder(async (folder) => {
			const path = await fileWith(folder, floatWav([tone, tone]));
			const note = await makeVoiceNote(path, folder, rules(UNLIMITED));
			const { levelDb, signalToDistortionDb } = fidelity(await decodedSamples(note.path), tone);
			expect(Math.abs(levelDb)).toBeLessThan(0.1);
			expect(signalToDistortionDb).toBeGreaterThan(50);
		});
	});

	it('can be trimmed and brought to the usual loudness', async () => {
		const changes = {
			maxDurationSeconds: 0.5,
			whenTooLong: 'trim',
			normalizeLoudness: true,
		} as const;
		await transcribable(vector('ogg-opus.ogg'), changes, (bytes) => {
			expect((bytes.length - 44) / 32000).toBeCloseTo(0.5, 2);
		});
	});

	it('holds all of files that were joined, brought to the usual loudness, too', async () => {
		const parts = await Promise.all(
			['jingle.mp3', 'mp3-xing.mp3'].map(async (file) => readFile(vector(file))),
		);
		await withFolder(async (folder) => {
			const path = await fileWith(folder, Buffer.concat(parts));
			for (const normalizeLoudness of [false, true]) {
				const note = await makeVoiceNote(path, folder, rules({ ...UNLIMITED, normalizeLoudness }));
				expect(Math.abs((note.output.durationSeconds ?? 0) - 2.5)).toBeLessThan(0.1);
			}
		});
	});

	it('may be of any length, and obeys the one that is set', async () => {
		await withFolder(async (folder) => {
			const path = await fileWith(folder, wav(70));
			const note = await makeVoiceNote(path, folder, rules(UNLIMITED));
			expect(note.output.durationSeconds).toBeCloseTo(70, 2);
			const limited = makeVoiceNote(path, folder, rules({ outputFormat: 'wav' }));
			expect(await refusal(limited)).toMatchObject({
				code: 'audio_too_long',
				message: "The audio is 70 s long; 'Max Duration' is 60 s",
			});
		});
	});
});

it('an hour of sound is refused before it is decoded: its WAV would have more than 100 MB', async () => {
	const hour = {
		container: 'mp3',
		codec: 'mp3',
		fileType: { mimeType: 'audio/mpeg', extension: 'mp3' },
		sizeBytes: 20e6,
		durationSeconds: 3600,
		hasVideo: false,
	};
	const planning = Promise.resolve().then(() => planVoiceNote(hour, rules(UNLIMITED)));
	expect(await refusal(planning)).toMatchObject({
		code: 'audio_too_large',
		message: '60 minutes of audio do not fit into a WAV of 100 MB',
	});
});
