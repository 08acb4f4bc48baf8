import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { embeddedEngine } from '../../lib/audio/engines/embedded';
import { wavHeader } from '../wav';
import { withFolder } from './helpers';

/** Jest looks a global up at every use, which is too long for each of many samples. */
const { max, sqrt } = Math;

/**
 * What a listener gets: the samples of an audio file at 48 kHz, full scale being 1. Whichever engine made
 * the file, the embedded one plays it: that takes a third of the time of a process of its own.
 */
export async function decodedSamples(path: string): Promise<Float32Array> {
	return await withFolder(async (folder) => {
		const outputPath = join(folder, 'decoded.wav');
		const { exitCode, log } = await embeddedEngine.run({
			inputPath: path,
			outputPath,
			timeoutMs: 60_000,
			arguments: {
				inputOptions: ['-nostdin', '-y', '-loglevel', 'error'],
				outputOptions: ['-ac', '1', '-ar', '48000', '-c:a', 'pcm_f32le', '-f', 'wav'],
			},
		});
		if (exitCode !== 0) throw new Error(`ffmpeg ended with code ${exitCode}: ${log}`);
		const bytes = await readFile(outputPath);
		const samples = new Uint8Array(bytes.subarray(bytes.indexOf('data') + 8));
		return new Float32Array(samples.buffer, 0, Math.floor(samples.length / 4));
	});
}

/** A WAV of 32-bit floating-point samples, one array for each channel. */
export function floatWav(channels: readonly Float64Array[], sampleRateHz = 48000): Buffer {
	const samples = channels[0]?.length ?? 0;
	const frames = new Float32Array(samples * channels.length);
	channels.forEach((channel, index) => {
		for (let at = 0; at < samples; at += 1) frames[at * channels.length + index] = channel[at] ?? 0;
	});
	const format = { channels: channels.length, sampleRateHz, isFloat: true };
	return Buffer.concat([wavHeader(frames.byteLength, format), Buffer.from(frames.buffer)]);
}

export type Samples = Float32Array | Float64Array;

/** How loud a sound is in each 20 ms. */
function envelope(samples: Samples): Float64Array {
	const step = 960;
	return Float64Array.from({ length: Math.floor(samples.length / step) }, (_, index) => {
		let power = 0;
		for (let at = index * step; at < (index + 1) * step; at += 1) power += (samples[at] ?? 0) ** 2;
		return sqrt(power / step);
	});
}

/**
 * Whether it is the same speech, whatever codecs have made of it: how well its loudness follows the other's,
 * from 0 to 1. A decoder's delay of up to 0.2 s is no difference.
 */
export function likeness(heard: Samples, original: Samples): number {
	const [a, b] = [envelope(heard), envelope(original)];
	let best = 0;
	for (let shift = -10; shift <= 10; shift += 1) {
		let [product, powerA, powerB] = [0, 0, 0];
		for (let at = 10; at < b.length - 10; at += 1) {
			const [x, y] = [a[at + shift] ?? 0, b[at] ?? 0];
			product += x * y;
			powerA += x * x;
			powerB += y * y;
		}
		best = max(best, product / (sqrt(powerA * powerB) || 1));
	}
	return best;
}

/** How a sound compares with the one it was made of. */
export interface Fidelity {
	levelDb: number;
	signalToDistortionDb: number;
}

/** Fits the level first: what is left is distortion. The edges are the encoder's own. */
export function fidelity(heard: Samples, original: Samples): Fidelity {
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

/**
 * The share of a tone in the power of a stretch of sound: 1 for that tone alone. Goertzel's algorithm, which
 * needs one cosine for all the samples.
 */
export function shareOfTone(
	samples: Samples,
	hz: number,
	[fromSeconds, toSeconds]: readonly [number, number],
): number {
	const stretch = samples.subarray(fromSeconds * 48000, toSeconds * 48000);
	const coefficient = 2 * Math.cos((2 * Math.PI * hz) / 48000);
	let [last, beforeLast, power] = [0, 0, 0];
	for (const value of stretch) {
		const next = value + coefficient * last - beforeLast;
		beforeLast = last;
		last = next;
		power += value * value;
	}
	const tone = last ** 2 + beforeLast ** 2 - coefficient * last * beforeLast;
	return (2 * tone) / (stretch.length * power);
}
