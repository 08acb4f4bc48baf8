import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

import { cancelled, diskFull, saysDiskFull } from './errors';
import { brokenSamples } from './rawAudioErrors';

/** How each sample is stored where no header says it. */
export type RawEncoding = 'pcm_s16le' | 'mulaw' | 'alaw';

/** What the header of a WAV would tell of bytes that have none. */
export interface RawAudio {
	encoding: RawEncoding;
	sampleRateHz: number;
	channels: number;
}

/** Format tags of RFC 2361. */
const ENCODINGS: Readonly<Record<RawEncoding, { formatTag: number; sampleBytes: number }>> = {
	pcm_s16le: { formatTag: 1, sampleBytes: 2 },
	mulaw: { formatTag: 7, sampleBytes: 1 },
	alaw: { formatTag: 6, sampleBytes: 1 },
};

/** The 44 bytes that stand before the samples in a WAV. */
export function wavHeader(
	{ encoding, sampleRateHz, channels }: RawAudio,
	dataBytes: number,
): Buffer {
	const { formatTag, sampleBytes } = ENCODINGS[encoding];
	const header = Buffer.from('RIFF____WAVEfmt ____________________data____', 'latin1');
	header.writeUInt32LE(36 + dataBytes, 4);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(formatTag, 20);
	header.writeUInt16LE(channels, 22);
	header.writeUInt32LE(sampleRateHz, 24);
	header.writeUInt32LE(sampleRateHz * channels * sampleBytes, 28);
	header.writeUInt16LE(channels * sampleBytes, 32);
	header.writeUInt16LE(8 * sampleBytes, 34);
	header.writeUInt32LE(dataBytes, 40);
	return header;
}

/**
 * Copies bytes behind the header they lack: from there on they are a WAV like any other.
 *
 * @param outputPath must not exist yet; after a rejection a part of it may
 * @throws {AudioError} `audio_unsupported` where they are no whole number of samples, `cancelled`
 */
export async function addWavHeader(
	inputPath: string,
	outputPath: string,
	rawAudio: RawAudio,
	signal?: AbortSignal,
): Promise<void> {
	const { size } = await stat(inputPath);
	const frameBytes = ENCODINGS[rawAudio.encoding].sampleBytes * rawAudio.channels;
	if (size % frameBytes !== 0) throw brokenSamples(size, frameBytes);
	const output = createWriteStream(outputPath, { mode: 0o600, flags: 'wx' });
	try {
		output.write(wavHeader(rawAudio, size));
		await pipeline(createReadStream(inputPath), output, { signal });
	} catch (reason) {
		if (signal?.aborted) throw cancelled();
		throw saysDiskFull(String(reason)) ? diskFull() : reason;
	}
}
