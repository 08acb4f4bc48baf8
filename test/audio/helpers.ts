import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

import { AudioError, shutdownEngines, type VoiceNoteRules } from '../../lib/audio';
import { ffmpegArguments } from '../../lib/audio/arguments';
import { embeddedEngine } from '../../lib/audio/engines/embedded';
import type { Engine } from '../../lib/audio/engines/engine';
import { nativeEngine } from '../../lib/audio/engines/native';
import { recognise } from '../../lib/audio/recognise';
import { wavOf } from '../wav';

/** Jest looks a global up at every use, which takes 0.2 µs: too long for each of a million samples. */
const { imul, PI, round, sin } = Math;

/** The compiled tests run from `dist/test`, the vectors lie beside their sources. */
const ROOT = resolve(__dirname, '../../..');
export const vector = (name: string): string => join(ROOT, 'test/vectors', name);
export const VOICE_RECORDING = join(ROOT, 'examples/voice-note.ogg');

export const rules = (changes: Partial<VoiceNoteRules> = {}): VoiceNoteRules => ({
	platform: 'instagram',
	maxDurationSeconds: 60,
	whenTooLong: 'error',
	convert: 'auto',
	outputFormat: 'voiceNote',
	normalizeLoudness: false,
	...changes,
});

/** Runs `use` with a private folder, and removes it. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'svara-test-'));
	try {
		return await use(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

export async function fileWith(folder: string, bytes: Buffer | string): Promise<string> {
	const path = join(folder, `input-${(await readdir(folder)).length}`);
	await writeFile(path, bytes);
	return path;
}

/** The AudioError a promise is rejected with; anything else fails the test. */
export async function refusal(promise: Promise<unknown>): Promise<AudioError> {
	const reason = await promise.then(
		() => new Error('it was accepted'),
		(thrown: unknown) => thrown,
	);
	if (reason instanceof AudioError) return reason;
	throw reason;
}

/** A 16-bit mono WAV of a 440 Hz tone, or of noise, which does not compress. */
export function wav(seconds: number, sampleRateHz = 8000, kind: 'tone' | 'noise' = 'tone'): Buffer {
	const sound = new Int16Array(round(seconds * sampleRateHz));
	const next = randomNumbers(7);
	const step = (2 * PI * 440) / sampleRateHz;
	for (let index = 0; index < sound.length; index += 1) {
		const value = kind === 'noise' ? next() * 2 - 1 : sin(step * index);
		sound[index] = round(value * 12000);
	}
	return wavOf(sound, sampleRateHz);
}

/**
 * Ogg/Opus of nothing but silent 20 ms packets: an hour of it takes 0.8 MB.
 *
 * @param skippedSeconds by which the times of the last page jump
 */
export function silentOpus(seconds: number, skippedSeconds = 0): Buffer {
	const head = Buffer.from('OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0', 'latin1');
	const tags = Buffer.from('OpusTags\0\0\0\0\0\0\0\0', 'latin1');
	const second = Array.from({ length: 50 }, () => Buffer.from('f8fffe', 'hex'));
	return Buffer.concat([
		oggPage(0, 2, 0n, [head]),
		oggPage(1, 0, 0n, [tags]),
		...Array.from({ length: seconds }, (_, index) =>
			oggPage(
				index + 2,
				index === seconds - 1 ? 4 : 0,
				BigInt((index + 1 + (index === seconds - 1 ? skippedSeconds : 0)) * 48000),
				second,
			),
		),
	]);
}

/** RFC 3533, 6. */
function oggPage(sequence: number, flags: number, granule: bigint, packets: Buffer[]): Buffer {
	const header = Buffer.alloc(27);
	header.write('OggS', 'latin1');
	header.writeUInt8(flags, 5);
	header.writeBigUInt64LE(granule, 6);
	header.writeUInt32LE(1, 14);
	header.writeUInt32LE(sequence, 18);
	header.writeUInt8(packets.length, 26);
	const page = Buffer.concat([
		header,
		Buffer.from(packets.map(({ length }) => length)),
		...packets,
	]);
	let crc = 0;
	for (const byte of page) {
		crc ^= byte << 24;
		for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
	}
	page.writeInt32LE(crc, 22);
	return page;
}

/** A seeded generator (mulberry32) of numbers from 0 to 1. */
export function randomNumbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** How much sound can be decoded from a file, whatever its header says. */
export async function decodedSeconds(path: string): Promise<number> {
	return await withFolder(async (folder) => {
		const outputPath = join(folder, 'decoded.wav');
		const { exitCode, log } = await embeddedEngine.run({
			inputPath: path,
			outputPath,
			timeoutMs: 60_000,
			arguments: ffmpegArguments({ kind: 'decode', readSeconds: 7200 }),
		});
		if (exitCode !== 0) throw new Error(`ffmpeg ended with code ${exitCode}: ${log}`);
		return (await recognise(outputPath)).durationSeconds ?? 0;
	});
}

const onPath = (process.env.PATH ?? '')
	.split(delimiter)
	.some((folder) =>
		existsSync(join(folder, process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg')),
	);

/** With SVARA_REQUIRE_NATIVE=1 the native tests run all the same, and fail for want of a binary. */
const expectsNative = onPath || process.env.SVARA_REQUIRE_NATIVE === '1';

/** A group of tests of the native engine, skipped visibly where there is no ffmpeg. */
export const describeNative = (name: string, tests: () => void): void =>
	expectsNative
		? describe(name, tests)
		: describe.skip(`${name} (skipped: no ffmpeg on PATH)`, tests);

/** The same tests on both engines. */
export function describeEachEngine(name: string, tests: (engine: Engine) => void): void {
	const onEngine = (engine: Engine) => (): void => {
		beforeAll(() => {
			process.env.SVARA_AUDIO_ENGINE = engine.name;
		});
		afterAll(async () => {
			delete process.env.SVARA_AUDIO_ENGINE;
			await shutdownEngines();
		});
		tests(engine);
	};
	describe(`${name}, embedded engine`, onEngine(embeddedEngine));
	describeNative(`${name}, native engine`, onEngine(nativeEngine));
}
