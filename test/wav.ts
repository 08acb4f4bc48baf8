export interface WavFormat {
	sampleRateHz: number;
	channels?: number;
	/** 32-bit floating-point samples instead of 16-bit whole numbers. */
	isFloat?: boolean;
}

/**
 * The 44 bytes that stand before the samples of a WAV file.
 * Source: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991.
 */
export function wavHeader(
	dataBytes: number,
	{ sampleRateHz, channels = 1, isFloat = false }: WavFormat,
): Buffer {
	const sampleBytes = isFloat ? 4 : 2;
	const header = Buffer.alloc(44);
	header.write('RIFF', 0, 'latin1');
	header.writeUInt32LE(36 + dataBytes, 4);
	header.write('WAVEfmt ', 8, 'latin1');
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(isFloat ? 3 : 1, 20);
	header.writeUInt16LE(channels, 22);
	header.writeUInt32LE(sampleRateHz, 24);
	header.writeUInt32LE(sampleRateHz * channels * sampleBytes, 28);
	header.writeUInt16LE(channels * sampleBytes, 32);
	header.writeUInt16LE(sampleBytes * 8, 34);
	header.write('data', 36, 'latin1');
	header.writeUInt32LE(dataBytes, 40);
	return header;
}

/** A WAV file of 16-bit samples, mono. */
export const wavOf = (samples: Int16Array, sampleRateHz: number): Buffer =>
	Buffer.concat([
		wavHeader(samples.byteLength, { sampleRateHz }),
		Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
	]);

/** A WAV file of 16-bit silence. */
export function silentWav(
	durationSeconds: number,
	{ channels = 1, sampleRateHz = 8_000 } = {},
): Buffer {
	const dataBytes = Math.round(durationSeconds * sampleRateHz) * channels * 2;
	return Buffer.concat([wavHeader(dataBytes, { channels, sampleRateHz }), Buffer.alloc(dataBytes)]);
}

/**
 * A WAV file with a 440 Hz tone, 16 kHz mono, as loud as asked for in each of the equally long parts.
 * @param loudness of each part, 1 for the loudest there is
 */
export function tone(durationSeconds: number, loudness: readonly number[] = [0.25]): Buffer {
	const sampleRateHz = 16_000;
	const samples = new Int16Array(durationSeconds * sampleRateHz);
	for (let at = 0; at < samples.length; at += 1) {
		const part = loudness[Math.floor((at / samples.length) * loudness.length)] ?? 0;
		samples[at] = Math.round(32_000 * part * Math.sin((2 * Math.PI * 440 * at) / sampleRateHz));
	}
	return wavOf(samples, sampleRateHz);
}
