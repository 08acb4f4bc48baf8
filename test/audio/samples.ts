import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../../lib/audio/engines/engine';
import { withFolder } from './helpers';

/** What a listener gets: the samples of an audio file at 48 kHz, full scale being 1. */
export async function decodedSamples(engine: Engine, path: string): Promise<Float64Array> {
	return await withFolder(async (folder) => {
		const outputPath = join(folder, 'decoded.wav');
		const { exitCode, log } = await engine.run({
			inputPath: path,
			outputPath,
			timeoutMs: 60_000,
			arguments: {
				inputOptions: ['-nostdin', '-loglevel', 'error'],
				outputOptions: ['-ac', '1', '-ar', '48000', '-c:a', 'pcm_f32le', '-f', 'wav'],
			},
		});
		if (exitCode !== 0) throw new Error(`ffmpeg ended with code ${exitCode}: ${log}`);
		const bytes = await readFile(outputPath);
		const start = bytes.indexOf('data') + 8;
		const samples = Math.floor((bytes.length - start) / 4);
		return Float64Array.from({ length: samples }, (_, at) => bytes.readFloatLE(start + at * 4));
	});
}

/** A WAV of 32-bit floating-point samples, one array for each channel. */
export function floatWav(channels: readonly Float64Array[], sampleRateHz = 48000): Buffer {
	const samples = channels[0]?.length ?? 0;
	const frameBytes = channels.length * 4;
	const bytes = Buffer.alloc(44 + samples * frameBytes);
	bytes.write('RIFF', 0, 'latin1');
	bytes.writeUInt32LE(bytes.length - 8, 4);
	bytes.write('WAVEfmt ', 8, 'latin1');
	bytes.writeUInt32LE(16, 16);
	bytes.writeUInt16LE(3, 20);
	bytes.writeUInt16LE(channels.length, 22);
	bytes.writeUInt32LE(sampleRateHz, 24);
	bytes.writeUInt32LE(sampleRateHz * frameBytes, 28);
	bytes.writeUInt16LE(frameBytes, 32);
	bytes.writeUInt16LE(32, 34);
	bytes.write('data', 36, 'latin1');
	bytes.writeUInt32LE(samples * frameBytes, 40);
	channels.forEach((channel, index) => {
		channel.forEach((value, at) => bytes.writeFloatLE(value, 44 + at * frameBytes + index * 4));
	});
	return bytes;
}

/** How a sound compares with the one it was made of. */
export interface Fidelity {
	levelDb: number;
	signalToDistortionDb: number;
}

/** Fits the level first: what is left is distortion. The edges are the encoder's own. */
export function fidelity(heard: Float64Array, original: Float64Array): Fidelity {
	const edge = 4800;
	const end = Math.min(heard.length, original.length) - edge;
	const sum = (term: (a: number, b: number) => number): number => {
		let total = 0;
		for (let at = edge; at < end; at += 1) total += term(heard[at] ?? 0, original[at] ?? 0);
		return total;
	};
	const gain = sum((a, b) => a * b) / sum((_, b) => b * b);
	const signal = sum((_, b) => (gain * b) ** 2);
	const distortion = sum((a, b) => (a - gain * b) ** 2);
	return {
		levelDb: 20 * Math.log10(Math.abs(gain)),
		signalToDistortionDb: 10 * Math.log10(signal / distortion),
	};
}

/** The share of a tone in the power of a stretch of sound (Goertzel): 1 for that tone alone. */
export function shareOfTone(
	samples: Float64Array,
	hz: number,
	[fromSeconds, toSeconds]: readonly [number, number],
): number {
	const stretch = samples.subarray(fromSeconds * 48000, toSeconds * 48000);
	let [real, imaginary, power] = [0, 0, 0];
	stretch.forEach((value, at) => {
		const phase = (2 * Math.PI * hz * at) / 48000;
		real += value * Math.cos(phase);
		imaginary += value * Math.sin(phase);
		power += value * value;
	});
	return (2 * (real ** 2 + imaginary ** 2)) / (stretch.length * power);
}
