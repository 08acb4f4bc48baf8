import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { copyFile, open, readFile, truncate } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { AudioError, MAX_INPUT_BYTES, recognise } from '../../lib/audio';
import type { AudioFacts } from '../../lib/audio/facts';
import { planVoiceNote } from '../../lib/audio/plan';
import { HEAD_BYTES, type Container } from '../../lib/audio/recognise/container';
import {
	CONTAINERS,
	CONTAINERS_BY_FRAMES,
	CONTAINERS_BY_MAGIC,
} from '../../lib/audio/recognise/containers';
import { FileBytes } from '../../lib/audio/recognise/fileBytes';
import { endOfLeadingTags } from '../../lib/audio/recognise/tags';
import {
	fileWith,
	randomNumbers,
	refusal,
	rules,
	vector,
	VOICE_RECORDING,
	wav,
	withFolder,
} from './helpers';
import { withEdits, withField } from './mp4Bytes';
import { VECTORS } from './vectors';

const recogniseBytes = (bytes: Buffer | string): ReturnType<typeof recognise> =>
	withFolder(async (folder) => recognise(await fileWith(folder, bytes)));

describe('the list of containers', () => {
	const FOLDER = resolve(__dirname, '../../lib/audio/recognise');

	it('holds each container of the folder', () => {
		const isContainer = (value: unknown): value is Container =>
			typeof value === 'object' && value !== null && 'matches' in value && 'inspect' in value;
		const modules = readdirSync(FOLDER).filter((name) => !/^(index|containers)\.js$/.test(name));
		const found = modules.flatMap((name) => {
			// eslint-disable-next-line @typescript-eslint/no-require-imports -- whatever the folder holds
			const exported = require(join(FOLDER, name)) as Record<string, unknown>;
			const containers = Object.values(exported).flat().filter(isContainer);
			return containers.map((container) => ({ name, container }));
		});

		expect(found.length).toBeGreaterThan(10);
		const isListed = ({ container }: { container: Container }) => CONTAINERS.includes(container);
		expect(found.filter((each) => !isListed(each)).map(({ name }) => name)).toEqual([]);
	});

	it('has a sample of each in vectors.ts, which both engines then convert', () => {
		const names = CONTAINERS.flatMap(({ fileTypes }) => Object.keys(fileTypes));
		const sampled = new Set(VECTORS.map(({ container }) => container));

		expect(names.filter((name) => !sampled.has(name))).toEqual([]);
	});

	it.each(VECTORS)('takes $file for one container, whatever the order', async ({ file }) => {
		const bytes = await readFile(vector(file));
		const start = await FileBytes.use(vector(file), endOfLeadingTags);
		const head = bytes.subarray(start, start + HEAD_BYTES);
		const byMagic = CONTAINERS_BY_MAGIC.filter(({ matches }) => matches(head));
		const byFrames = CONTAINERS_BY_FRAMES.filter(({ matches }) => matches(head));

		// Three frames of MP3 may lie in any file that is known by its magic bytes.
		expect(byMagic.length > 0 ? byMagic : byFrames).toHaveLength(1);
	});
});

describe('recognise', () => {
	it.each(VECTORS)(
		'knows $file by its bytes',
		async ({ file, container, codec, durationSeconds }) => {
			const facts = await recognise(vector(file));
			expect(facts).toMatchObject({ container, codec });
			if (durationSeconds === undefined) expect(facts.durationSeconds).toBeUndefined();
			else expect(facts.durationSeconds).toBeCloseTo(durationSeconds, 1);
		},
	);

	it('reads the length of a real voice recording to the millisecond', async () => {
		const facts = await recognise(VOICE_RECORDING);
		expect(facts).toMatchObject({ container: 'ogg', codec: 'opus', channels: 1 });
		expect(facts.durationSeconds).toBeCloseTo(13.329, 3);
	});

	it('looks at the bytes, not at the name', async () => {
		await withFolder(async (folder) => {
			const path = join(folder, 'song.mp3; rm -rf $(HOME) "`x`".wav');
			await copyFile(vector('ogg-opus.ogg'), path);
			expect(await recognise(path)).toMatchObject({ container: 'ogg', codec: 'opus' });
		});
	});

	it.each([
		['an HTML page', '<!DOCTYPE html><html><head><title>Sign in</title></head></html>', /browser/],
		['an HTML page', '\ufeff\n  <HTML><body>404</body></HTML>', /browser/],
		['an XML document', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', /browser/],
		['JSON text', '{"message":"Invalid API key"}', /step before/],
		['a playlist', '#EXTM3U\n#EXTINF:5,\n/etc/passwd\n', /audio file itself/],
		['a playlist', 'ffconcat version 1.0\nfile /etc/passwd\n', /audio file itself/],
		['a subtitle file', 'WEBVTT\n\n00:01.000 --> 00:02.000\nHi', /Input Data Field Name/],
		['a data URI', `data:audio/ogg;base64,${'T2dnUw'.repeat(50)}`, /Base64/],
		['Base64 text', 'T2dnUwACAAAA'.repeat(50), /Base64/],
		['a text with a link', 'https://example.com/note.mp3\n', /URL/],
		['plain text', 'get free stuff at our shop today, all you want', /Input Data Field Name/],
		['plain text', 'the wide blue yonder is what we sing about', /Input Data Field Name/],
		['plain text', 'hello there, this is a transcript', /Input Data Field Name/],
		['a PDF document', '%PDF-1.7\n%âãÏÓ', /Input Data Field Name/],
	])('calls %s by its name', async (what, text, fix) => {
		const error = await refusal(recogniseBytes(text));
		expect(error.code).toBe('audio_unsupported');
		expect(error.message).toBe(`The file is ${what}, not audio`);
		expect(error.fix).toMatch(fix);
	});

	it.each([
		['an image', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
		['an image', Buffer.from('ffd8ffe000104a46494600010100', 'hex')],
		['an image', Buffer.from('0000001c66747970686569630000000068656963', 'hex')],
		['a ZIP archive or an Office document', Buffer.from('504b03041400080808', 'hex')],
	])('calls %s by its name', async (what, bytes) => {
		expect((await refusal(recogniseBytes(bytes))).message).toBe(`The file is ${what}, not audio`);
	});

	it('refuses random bytes, nothing at all, and a video without sound', async () => {
		const next = randomNumbers(1);
		const noise = Buffer.from(Array.from({ length: 20_000 }, () => Math.floor(next() * 256)));
		expect(await refusal(recogniseBytes(noise))).toMatchObject({ code: 'audio_unsupported' });
		expect(await refusal(recogniseBytes(''))).toMatchObject({ code: 'audio_empty' });
		expect(await refusal(recogniseBytes(wav(0)))).toMatchObject({ code: 'audio_empty' });
		const silentVideo = await refusal(recognise(vector('video-only.mp4')));
		expect(silentVideo.message).toBe('The file is a video without sound');
	});

	it('refuses 100 MB and a byte before reading it', async () => {
		await withFolder(async (folder) => {
			const path = await fileWith(folder, wav(1));
			await truncate(path, MAX_INPUT_BYTES + 1); // sparse: takes no room on disk
			expect(await refusal(recognise(path))).toMatchObject({
				code: 'audio_too_large',
				message: 'The audio file has 104857601 bytes; at most 100 MB are read',
			});
		});
	});

	/** Formats whose structure proves that the end is missing. The rest shows when it is decoded. */
	const PROVABLE = VECTORS.filter(
		({ file, codec }) =>
			codec !== 'unknown' &&
			!/^(flac|mp2|mp3-bare|mp3-mpeg2|wav-streamed|webm-opus-piped|wav-rf64)/.test(file),
	);
	it.each(PROVABLE)('sees that $file is cut off', async ({ file }) => {
		const bytes = await readFile(vector(file));
		for (const share of [0.6, 0.95]) {
			const error = await refusal(
				recogniseBytes(bytes.subarray(0, Math.floor(bytes.length * share))),
			);
			expect(error.code).toBe('audio_unsupported');
			expect(error.message).toMatch(/^The audio file is cut off: /);
		}
	});

	it.each([
		['SILK', Buffer.from('\x02#!SILK_V3\x0c\0', 'latin1')],
		["Monkey's Audio", Buffer.from('MAC \x96\x0f\0\0', 'latin1')],
		['DSD', Buffer.from('DSD \x1c\0\0\0', 'latin1')],
		['RealAudio', Buffer.from('.RMF\0\0\0\x12', 'latin1')],
		['QCELP', Buffer.from('RIFF\x10\0\0\0QLCMfmt ', 'latin1')],
	])('calls %s by its name, which is audio that is not read', async (name, bytes) => {
		const error = await refusal(recogniseBytes(Buffer.concat([bytes, Buffer.alloc(2000, 0x91)])));
		expect(error.code).toBe('audio_unsupported');
		expect(error.message).toMatch(`The file is in a format that is not read here: ${name}`);
	});

	it('calls xHE-AAC by its own name, which shares the place of AAC', async () => {
		const m4a = await readFile(vector('m4a-he.m4a'));
		const config = m4a.indexOf(Buffer.from('130856e598', 'hex'));
		expect(config).toBeGreaterThan(0);
		m4a.writeUInt16BE((31 << 11) | ((42 - 32) << 5), config);
		expect(await recogniseBytes(m4a)).toMatchObject({ codec: 'usac', aacProfile: 'other' });
	});

	it('refuses an audiobook that is copy-protected', async () => {
		const m4a = await readFile(vector('m4a-ready.m4a'));
		m4a.write('aavd', m4a.indexOf('mp4a', m4a.indexOf('stsd')), 'latin1');
		const message = 'The audio is copy-protected (DRM)';
		expect(await refusal(recogniseBytes(m4a))).toMatchObject({ message });
	});

	it('reads the CAF of an iPhone, whose Opus counts at 24 kHz', async () => {
		const bytes = await readFile(vector('caf-opus.caf'));
		const description = bytes.indexOf('desc') + 12;
		bytes.writeDoubleBE(24000, description);
		bytes.writeUInt32BE(480, description + 20);
		const frames = bytes.indexOf('pakt') + 20;
		bytes.writeBigInt64BE(bytes.readBigInt64BE(frames) / 2n, frames);
		const facts = await recogniseBytes(bytes);
		expect(facts).toMatchObject({ codec: 'opus', sampleRateHz: 24000, durationSeconds: 1.52 });
	});

	it('takes the sizes that streaming programs leave in AU and W64 for what they are', async () => {
		const au = await readFile(vector('au-pcm.au'));
		au.writeUInt32BE(0xffffffff, 8);
		expect((await recogniseBytes(au)).durationSeconds).toBe(1.5);
		const w64 = await readFile(vector('w64-pcm.w64'));
		w64.writeBigUInt64LE(2n ** 63n - 1n, w64.indexOf('data') + 16);
		expect((await recogniseBytes(w64)).durationSeconds).toBe(1.5);
	});

	it('takes the sizes that streaming programs leave for what they are', async () => {
		for (const size of [0, 0x7ffff000, 0xffffffff]) {
			const bytes = wav(2);
			bytes.writeUInt32LE(size, 40);
			expect((await recogniseBytes(bytes)).durationSeconds).toBe(2);
		}
	});

	it.each([0, 1, 7_000, 160_000, 0xffffffff])(
		'counts the samples of a WAV whose byte rate is said to be %i',
		async (bytesPerSecond) => {
			const bytes = wav(2);
			bytes.writeUInt32LE(bytesPerSecond, 28);
			expect((await recogniseBytes(bytes)).durationSeconds).toBe(2);
		},
	);

	describe('an MP4 whose index does not add up', () => {
		const m4a = readFileSync(vector('m4a-ready.m4a'));
		const moreMdat = Buffer.concat([m4a, Buffer.from('\0\0\xff\xfffree'), Buffer.alloc(65527)]);

		it.each<[string, Buffer]>([
			['declares more samples than it lists', withField(m4a, 'stsz', 12, (count) => count + 90)],
			['declares more times than it lists', withField(m4a, 'stts', 8, (count) => count + 90)],
			['lets a frame last one unit', withField(m4a, 'stts', 16, () => 1)],
			['lets a frame last for seconds', withField(m4a, 'stts', 16, () => 90_000)],
			['has more sound than data', withField(moreMdat, 'stsz', 16, (size) => size + 50_000)],
			['plays more than there is', withEdits(m4a, ([, start]) => [[60_000, start]])],
			['plays from beyond the end', withEdits(m4a, ([length]) => [[length, 90_000_000]])],
			['plays from before the start', withEdits(m4a, ([length]) => [[length, -1024]])],
			['starts with silence', withEdits(m4a, (own) => [[30_000, -1], own])],
			[
				'plays two stretches',
				withEdits(m4a, ([, start]) => [
					[500, start],
					[500, 44_100],
				]),
			],
		])('is left to decoding: it %s', async (_, bytes) => {
			const facts = await recogniseBytes(bytes);
			expect(facts.durationSeconds).toBeUndefined();
			expect(planVoiceNote(facts, rules()).kind).toBe('encode');
		});
	});

	it('skips ID3 tags of any size', async () => {
		const tag = Buffer.alloc(10 + 200_000);
		tag.write('ID3\x03\0\0', 'latin1');
		tag.writeUInt32BE(((200_000 >> 14) << 16) | (((200_000 >> 7) & 127) << 8) | (200_000 & 127), 6);
		const sound = await readFile(vector('mp3-xing.mp3'));
		const start = sound.indexOf(Buffer.from('fffb', 'hex'));
		const facts = await recogniseBytes(Buffer.concat([tag, sound.subarray(start)]));
		expect(facts).toMatchObject({ container: 'mp3', durationSeconds: 1.5 });
	});

	it('reads a large M4A without loading its sound', async () => {
		await withFolder(async (folder) => {
			// The sample tables stay those of 1.5 s; a box of 24 MB that nobody needs follows.
			const path = join(folder, 'large.m4a');
			await copyFile(vector('m4a-ready.m4a'), path);
			const handle = await open(path, 'r+');
			const { size } = await handle.stat();
			const box = Buffer.alloc(8);
			box.writeUInt32BE(24 * 1024 * 1024, 0);
			box.write('free', 4, 'latin1');
			await handle.write(box, 0, 8, size);
			await handle.truncate(size + 24 * 1024 * 1024);
			await handle.close();
			const before = process.memoryUsage();
			const facts = await recognise(path);
			const after = process.memoryUsage();
			expect(facts).toMatchObject({ container: 'm4a', mp4: { isWellFormed: true } });
			expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1024 * 1024);
		});
	});

	describe('hostile bytes', () => {
		/** Overwrites, cuts and repeats, from a seed: what a fuzzer would do first. */
		function mutate(original: Buffer, next: () => number): Buffer {
			const bytes = Buffer.from(original);
			const header = Math.min(bytes.length, 600);
			const changes = 1 + Math.floor(next() * 6);
			for (let count = 0; count < changes; count += 1) {
				const range = next() < 0.7 ? header : bytes.length;
				const at = Math.floor(next() * range);
				const lies = [0x00, 0xff, 0x7f, 0x80, 0x01, Math.floor(next() * 256)];
				const width = next() < 0.5 ? 1 : 4;
				bytes.fill(
					lies[Math.floor(next() * lies.length)] ?? 0,
					at,
					Math.min(at + width, bytes.length),
				);
			}
			return next() < 0.2 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes;
		}

		/** What is wrong with the outcome for one file, or undefined. */
		function faultOf(outcome: unknown): string | undefined {
			if (outcome instanceof AudioError) return outcome.fix === '' ? 'no fix' : undefined;
			if (outcome instanceof Error) return `${outcome.name}: ${outcome.message}`;
			const { container, codec, durationSeconds } = outcome as Partial<AudioFacts>;
			const isNamed = typeof container === 'string' && typeof codec === 'string';
			const isFinite = durationSeconds === undefined || Number.isFinite(durationSeconds);
			return isNamed && isFinite ? undefined : JSON.stringify(outcome);
		}

		it.each(VECTORS)('made from $file are facts or a named refusal', async ({ file }) => {
			const original = await readFile(vector(file));
			const next = randomNumbers(file.length * 7919 + original.length);
			await withFolder(async (folder) => {
				const path = join(folder, 'mutant');
				for (let round = 0; round < 150; round += 1) {
					// Four thousand files: writing them asynchronously, and an `expect` each, takes seconds.
					writeFileSync(path, mutate(original, next));
					const fault = faultOf(await recognise(path).catch((reason: unknown) => reason));
					if (fault !== undefined) throw new Error(`Round ${round}: ${fault}`);
				}
			});
		});

		it.each([
			['boxes', Buffer.from('\0\0\0\bfree', 'latin1'), Buffer.alloc(0)],
			['AMR frames', Buffer.from([0x7c]), Buffer.from('#!AMR\n')],
			['Matroska elements', Buffer.from([0xec, 0x80]), Buffer.from('1a45dfa380', 'hex')],
		])(
			'made of nothing but %s are given up on, without holding up others',
			async (_, part, head) => {
				await withFolder(async (folder) => {
					const parts = Buffer.alloc(16 * 1024 * 1024, part);
					const path = await fileWith(folder, Buffer.concat([head, parts]));
					let turns = 0;
					const timer = setInterval(() => (turns += 1), 1);
					expect((await refusal(recognise(path))).code).toBe('audio_unsupported');
					clearInterval(timer);
					expect(turns).toBeGreaterThan(10);
				});
			},
		);
	});
});
