import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { makeVoiceNote, recognise, type VoiceNote, type VoiceNoteRules } from '../../lib/audio';
import { MAX_ATTACHMENT_BYTES } from '../../lib/sizes';
import {
	decodedSeconds,
	describeEachEngine,
	fileWith,
	randomNumbers,
	refusal,
	rules,
	silentOpus,
	vector,
	wav,
	withFolder,
} from './helpers';
import { withEdits, withField } from './mp4Bytes';
import { decodedSamples, likeness, type Samples } from './samples';
import { VECTORS } from './vectors';

/** What all vectors say. */
let spoken: Samples | undefined;

/** Makes a note of bytes in one folder and hands both to `check`. */
async function made(
	bytes: Buffer | string,
	changes: Partial<VoiceNoteRules>,
	check: (note: VoiceNote, folder: string) => Promise<void> | void,
): Promise<void> {
	await withFolder(async (folder) => {
		const input = await fileWith(folder, bytes);
		const note = await makeVoiceNote(input, folder, rules(changes));
		await check(note, folder);
	});
}

/** The refusal of bytes, once it is clear that nothing was left behind. */
async function refused(
	bytes: Buffer | string,
	changes: Partial<VoiceNoteRules> = {},
): ReturnType<typeof refusal> {
	return await withFolder(async (input) =>
		withFolder(async (workDir) => {
			const path = await fileWith(input, bytes);
			const error = await refusal(makeVoiceNote(path, workDir, rules(changes)));
			expect(await readdir(workDir)).toEqual([]);
			expect(error.fix.length).toBeGreaterThan(10);
			expect(`${error.message} ${error.fix}`).not.toMatch(/\b(error|problem|failure|mistake)\b/i);
			return error;
		}),
	);
}

describeEachEngine('a voice note', (engine) => {
	it.each(VECTORS)('is made of $file ($plan)', async ({ file, plan, ...source }) => {
		await withFolder(async (workDir) => {
			const note = await makeVoiceNote(vector(file), workDir, rules());
			expect(note).toMatchObject({ mimeType: 'audio/mp4', fileName: 'voice-note.m4a' });
			expect(note.converted).toBe(plan !== 'keep');
			expect(note.input).toMatchObject({ container: source.container, codec: source.codec });
			expect(note.path === vector(file)).toBe(plan === 'keep');
			expect(await readdir(workDir)).toHaveLength(plan === 'keep' ? 0 : 1);

			const facts = await recognise(note.path);
			expect(facts).toMatchObject({
				container: 'm4a',
				codec: 'aac',
				aacProfile: 'lc',
				hasVideo: false,
				mp4: { trackCount: 1, isMoovBeforeMdat: true, isFragmented: false, isWellFormed: true },
			});
			expect(note.output.sizeBytes).toBe((await readFile(note.path)).length);
			const samples = await decodedSamples(note.path);
			for (const seconds of [facts.durationSeconds ?? 0, samples.length / 48000]) {
				expect(Math.abs(seconds - source.soundSeconds)).toBeLessThan(source.tolerance);
			}
			// A wrong decoder or byte order makes noise of the same length (0.83 to 0.95).
			spoken ??= await decodedSamples(vector('wav-pcm.wav'));
			expect(likeness(samples, spoken)).toBeGreaterThan(0.96);
		});
	});

	it('keeps the AAC frames of what is remuxed, bit for bit', async () => {
		const original = await recognise(vector('m4a-moov-last.m4a'));
		await made(await readFile(vector('m4a-moov-last.m4a')), {}, async (note) => {
			const frames = original.audioBytes ?? 0;
			expect((await recognise(note.path)).audioBytes).toBe(frames);
			const before = await readFile(vector('m4a-moov-last.m4a'));
			const after = await readFile(note.path);
			const sound = before.subarray(before.indexOf('mdat') + 4).subarray(0, frames);
			expect(after.includes(sound)).toBe(true);
		});
	});

	it('carries nothing over but the sound', async () => {
		await made(await readFile(vector('mp3-mpeg2-id3.mp3')), {}, async (note) => {
			expect((await readFile(note.path)).includes('Note')).toBe(false);
		});
	});

	it('can be made of 60 s with the padding of an encoder, but not of 61.2 s', async () => {
		await made(wav(60.05), {}, (note) => {
			expect(note.output.durationSeconds).toBeCloseTo(60.05, 1);
		});
		expect(await refused(wav(61.2))).toMatchObject({
			code: 'audio_too_long',
			message: 'The audio is 61.2 s long; Instagram voice notes may be 60 s',
		});
	});

	it('is refused as too long when only decoding tells', async () => {
		const note = await readFile(vector('mp3-bare.mp3'));
		const error = await refused(note, { maxDurationSeconds: 1 });
		expect(error).toMatchObject({
			code: 'audio_too_long',
			message: 'The audio is longer than 1 s; Instagram voice notes may be 1 s',
		});
		const never = { platform: 'messenger', convert: 'never' } as const;
		expect(await refused(note, { ...never, maxDurationSeconds: 1 })).toMatchObject({
			code: 'audio_too_long',
		});
		await made(note, { ...never, maxDurationSeconds: 60 }, async (kept, folder) => {
			expect(kept).toMatchObject({ converted: false, mimeType: 'audio/mpeg' });
			expect(await readdir(folder)).toHaveLength(1);
		});
	});

	it.each(['wav-pcm.wav', 'mp3-bare.mp3', 'webm-opus-piped.webm', 'aac-adts.aac', 'm4a-ready.m4a'])(
		'is trimmed to the limit: %s',
		async (file) => {
			const changes = { whenTooLong: 'trim', maxDurationSeconds: 0.8 } as const;
			await made(await readFile(vector(file)), changes, async (note) => {
				const seconds = note.output.durationSeconds ?? 0;
				expect(seconds).toBeLessThanOrEqual(0.8);
				expect(seconds).toBeGreaterThan(0.75);
				expect(await decodedSeconds(note.path)).toBeLessThan(0.85);
			});
		},
	);

	it('is louder when loudness is normalized', async () => {
		const quiet = wav(4);
		for (let at = 44; at < quiet.length; at += 2)
			quiet.writeInt16LE(quiet.readInt16LE(at) >> 6, at);
		const sizes: number[] = [];
		for (const normalizeLoudness of [false, true]) {
			await made(quiet, { normalizeLoudness, bitrateKbps: 64 }, (note) => {
				expect(note.output.durationSeconds).toBeCloseTo(4, 1);
				sizes.push(note.output.sizeBytes);
			});
		}
		expect(sizes[1]).not.toBe(sizes[0]);
	});

	it('of eight channels keeps its end when loudness is normalized', async () => {
		const surround = wav(48); // read as 8 channels: 6 s
		surround.writeUInt16LE(8, 22);
		surround.writeUInt16LE(16, 32);
		await made(surround, { normalizeLoudness: true }, (note) => {
			expect(note.output.durationSeconds).toBeCloseTo(6, 1);
		});
	});

	it('of an MP4 whose sound starts late holds all of it', async () => {
		const video = withEdits(await readFile(vector('mp4-video.mp4')), (own) => [[1000, -1], own]);
		await made(video, {}, async (note) => {
			expect(await decodedSeconds(note.path)).toBeCloseTo(2.5, 1);
		});
		const sound = withEdits(await readFile(vector('m4a-ready.m4a')), (own) => [[1000, -1], own]);
		await made(sound, {}, async (note) => {
			expect(note.converted).toBe(true);
			expect(await decodedSeconds(note.path)).toBeGreaterThan(1.45);
		});
	});

	it('that is not converted counts the silence before the sound', async () => {
		const silenceFirst = withEdits(await readFile(vector('m4a-ready.m4a')), (own) => [
			[2000, -1],
			own,
		]);
		const never = { convert: 'never', platform: 'messenger' } as const;
		expect(await refused(silenceFirst, { ...never, maxDurationSeconds: 3 })).toMatchObject({
			code: 'audio_too_long',
			message: expect.stringMatching(/^The audio is 3\.5\d? s long; Messenger voice notes/),
		});
		await made(silenceFirst, { ...never, maxDurationSeconds: 4 }, (note) => {
			expect(note.converted).toBe(false);
		});
	});

	it('of a chain of Ogg files has no gaps at the joints', async () => {
		const links = Buffer.concat([await readFile(vector('ogg-opus.ogg')), silentOpus(3)]);
		await made(links, {}, async (note) => {
			expect(Math.abs((note.output.durationSeconds ?? 0) - 4.5)).toBeLessThan(0.1);
			expect(note.input.durationSeconds).toBe(note.output.durationSeconds);
		});
		// The times at the joint jump by an hour: neither is that silence, nor does it end the reading.
		const jump = Buffer.concat([silentOpus(3600), await readFile(vector('ogg-opus.ogg'))]);
		expect(await refused(jump)).toMatchObject({ code: 'audio_too_long' });
		const early = Buffer.concat([silentOpus(2, 3600), await readFile(vector('ogg-opus.ogg'))]);
		await made(early, { whenTooLong: 'trim', maxDurationSeconds: 3 }, (note) => {
			expect(note.output.durationSeconds).toBeCloseTo(3, 1);
		});
		const files = ['ogg-opus.ogg', 'ogg-vorbis.ogg'].map((name) => readFile(vector(name)));
		expect(await refused(Buffer.concat(await Promise.all(files)))).toMatchObject({
			code: 'audio_unsupported',
			message: 'The OGG file changes from opus to vorbis on the way',
		});
	});

	it('of MP3 files joined end to end says how long all of them are', async () => {
		const part = await readFile(vector('mp3-xing.mp3'));
		await made(Buffer.concat([part, part, part]), {}, (note) => {
			expect(note.output.durationSeconds).toBeGreaterThan(4.4);
			expect(note.input.durationSeconds).toBe(note.output.durationSeconds);
		});
	});

	it('is not made of no samples, nor of a few', async () => {
		const au = Buffer.from('.snd\0\0\0\x18\0\0\0\0\0\0\0\x03\0\0\x1f\x40\0\0\0\x01', 'latin1');
		for (const bytes of [au, wav(1 / 8000), wav(0.04)]) {
			expect(await refused(bytes)).toMatchObject({ code: 'audio_empty' });
		}
		await made(wav(0.1), {}, (note) => {
			expect(note.output.durationSeconds).toBeCloseTo(0.1, 1);
		});
	});

	it('of WMA is measured without the frame that only warms the decoder up', async () => {
		const wma = await readFile(vector('wma.wma'));
		await made(wma, { maxDurationSeconds: 1.45 }, (note) => {
			expect(note.output.durationSeconds).toBeGreaterThan(1.55);
		});
		expect(await refused(wma, { maxDurationSeconds: 1.3 })).toMatchObject({
			code: 'audio_too_long',
		});
	});

	it('that fits at no bitrate is not tried at another one', async () => {
		const m4a = await readFile(vector('m4a-ready.m4a'));
		const run = jest.spyOn(engine, 'run').mockImplementation(async ({ outputPath }) => {
			await writeFile(outputPath, hoursOf(m4a));
			return { exitCode: 0, log: '', workedMs: 1 };
		});
		try {
			const unlimited = { platform: 'messenger', maxDurationSeconds: 0 } as const;
			const error = await refused(await readFile(vector('mp3-bare.mp3')), unlimited);
			expect(error.code).toBe('audio_too_large');
			expect(run).toHaveBeenCalledTimes(1);
		} finally {
			run.mockRestore();
		}
	});

	it('obeys the bitrate', async () => {
		const sizes: number[] = [];
		for (const bitrateKbps of [48, 128]) {
			await made(wav(5, 48000, 'noise'), { bitrateKbps, convert: 'always' }, (note) => {
				sizes.push(note.output.sizeBytes);
			});
		}
		const [low = 0, high = 0] = sizes;
		expect((low * 8) / 5 / 1000).toBeLessThan(64);
		expect((high * 8) / 5 / 1000).toBeGreaterThan(100);
	});

	it('is not made of a file that lost its end, though decoders take it', async () => {
		const flac = await readFile(vector('flac.flac'));
		expect(await refused(flac.subarray(0, flac.length / 2))).toMatchObject({
			code: 'audio_unsupported',
			message: expect.stringMatching(/^The audio file is cut off: it should last 1\.5 s, but only/),
		});
	});

	it('is not made of playlists, whatever they are called', async () => {
		for (const text of ['#EXTM3U\n/etc/hostname\n', 'ffconcat version 1.0\nfile /etc/hostname\n']) {
			expect(await refused(text)).toMatchObject({ code: 'audio_unsupported' });
		}
	});

	it('is refused soon when hours of sound hide in a small file', async () => {
		const hours = silentOpus(7200);
		expect(hours.length).toBeLessThan(2 * 1024 * 1024);
		expect(await refused(hours)).toMatchObject({ code: 'audio_too_long' });
		expect(await refused(hours, { platform: 'messenger', maxDurationSeconds: 0 })).toMatchObject({
			code: 'audio_too_large',
		});
		await made(hours, { whenTooLong: 'trim' }, (note) => {
			expect(note.output.durationSeconds).toBeCloseTo(60, 1);
		});
	});

	it('is refused soon when only decoding tells that there are hours', async () => {
		const minute = await readFile(vector('mp3-bare.mp3'));
		const bytes = Buffer.concat(Array.from({ length: 1000 }, () => minute)); // 26 min in 9 MB
		expect(await refused(bytes)).toMatchObject({
			code: 'audio_too_long',
			message: 'The audio is longer than 60 s; Instagram voice notes may be 60 s',
		});
	});

	it('is not made of frames that hold no sound', async () => {
		const next = randomNumbers(3);
		const adts = Buffer.from(await readFile(vector('aac-adts.aac')));
		for (let at = 0; at + 7 < adts.length;) {
			const length = (adts.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
			for (let index = at + 7; index < at + length; index += 1)
				adts[index] = Math.floor(next() * 256);
			at += length;
		}
		const changes = { convert: 'always' } as const;
		const error = await refused(adts, changes);
		expect(['audio_unsupported', 'audio_empty']).toContain(error.code);
	});

	it('comes of mutated files or is refused with a name', async () => {
		const next = randomNumbers(11);
		for (const file of [
			'ogg-opus.ogg',
			'mp3-bare.mp3',
			'm4a-moov-last.m4a',
			'flac.flac',
			'wma.wma',
		]) {
			const original = await readFile(vector(file));
			for (let round = 0; round < 4; round += 1) {
				const bytes = Buffer.from(original);
				for (let count = 0; count < 8; count += 1) {
					bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
				}
				await withFolder(async (folder) => {
					const path = await fileWith(folder, bytes);
					const outcome = await makeVoiceNote(path, folder, rules()).catch(
						(reason: unknown) => reason,
					);
					expect(outcome).toEqual(
						expect.objectContaining(
							outcome instanceof Error
								? { code: expect.stringMatching(/^audio_|^conversion/) }
								: { mimeType: 'audio/mp4' },
						),
					);
				});
			}
		}
	});

	it('ends at once when it is cancelled, and leaves nothing', async () => {
		await withFolder(async (input) =>
			withFolder(async (workDir) => {
				const path = await fileWith(input, wav(55, 48000, 'noise'));
				const controller = new AbortController();
				const making = refusal(makeVoiceNote(path, workDir, rules(), controller.signal));
				setImmediate(() => controller.abort());
				expect(await making).toMatchObject({ code: 'cancelled' });
				expect(await readdir(workDir)).toEqual([]);
				const late = refusal(makeVoiceNote(path, workDir, rules(), controller.signal));
				expect(await late).toMatchObject({ code: 'cancelled' });
			}),
		);
	});

	it('of an M4A of 25.1 MB is encoded anew so that it fits', async () => {
		await withFolder(async (folder) => {
			const path = join(folder, 'large.m4a');
			await writeFile(path, largeM4a(await readFile(vector('m4a-ready.m4a')), 25.1 * 1024 * 1024));
			expect(await recognise(path)).toMatchObject({
				container: 'm4a',
				mp4: { isWellFormed: true },
			});
			const note = await makeVoiceNote(path, folder, rules());
			expect(note.converted).toBe(true);
			expect(note.output.sizeBytes).toBeLessThan(MAX_ATTACHMENT_BYTES);
			const never = rules({ convert: 'never' });
			expect(await refusal(makeVoiceNote(path, folder, never))).toMatchObject({
				code: 'audio_too_large',
				message: 'The audio file has 25.1 MB; Meta takes at most 25 MB',
			});
		});
	});
});

/** The same file with an index of two hours of frames, one byte each. */
function hoursOf(m4a: Buffer): Buffer {
	const frames = 7200 * 44;
	let bytes: Buffer = Buffer.concat([m4a, Buffer.alloc(frames)]);
	let listed = 0;
	const fields: Array<[type: string, at: number, change: (value: number) => number]> = [
		['mdat', -4, (size) => size + frames],
		['stsz', 8, () => 1],
		['stsz', 12, (count) => ((listed = count), frames)],
		['stts', 12, (count) => count + frames - listed],
		['elst', 12, () => 7200 * 1000],
	];
	for (const [type, at, change] of fields) bytes = withField(bytes, type, at, change);
	return bytes;
}

/** A voice note with a large box behind it, as from a program that stores a picture there. */
function largeM4a(m4a: Buffer, sizeBytes: number): Buffer {
	const box = Buffer.alloc(Math.ceil(sizeBytes) - m4a.length);
	box.writeUInt32BE(box.length, 0);
	box.write('free', 4, 'latin1');
	return Buffer.concat([m4a, box]);
}
