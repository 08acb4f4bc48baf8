import { damaged } from '../errors';
import { bytesOfSound } from './bytesOfSound';
import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';

interface Encoding {
	codec: string;
	/** Of one channel. */
	sampleBytes: number;
}

/** By the number in the header (Sun's audio_filehdr.h); the rest packs parts of a byte. */
const ENCODINGS: Readonly<Record<number, Encoding>> = {
	1: { codec: 'mulaw', sampleBytes: 1 },
	2: { codec: 'pcm', sampleBytes: 1 },
	3: { codec: 'pcm', sampleBytes: 2 },
	4: { codec: 'pcm', sampleBytes: 3 },
	5: { codec: 'pcm', sampleBytes: 4 },
	6: { codec: 'pcm', sampleBytes: 4 },
	7: { codec: 'pcm', sampleBytes: 8 },
	23: { codec: 'g726', sampleBytes: 1 / 2 },
	25: { codec: 'g726', sampleBytes: 3 / 8 },
	26: { codec: 'g726', sampleBytes: 5 / 8 },
	27: { codec: 'alaw', sampleBytes: 1 },
};

const isAu = (head: Buffer): boolean => head.toString('latin1', 0, 4) === '.snd';

/** Sun's and NeXT's AU: six numbers, a remark, and the samples. */
export const au: Container<'au'> = {
	formats: [],
	fileTypes: {
		au: { mimeType: 'audio/basic', extension: 'au' },
	},
	demuxers: ['au'],
	matches: isAu,
	inspect: inspectAu,
};

async function inspectAu(file: FileBytes, start: number): Promise<Inspection<'au'>> {
	const header = await file.need(start, 24, 'its header');
	const dataStart = header.readUInt32BE(4);
	if (dataStart < 24) throw damaged('its samples begin in the middle of its header');
	const audioBytes = bytesOfSound(header.readUInt32BE(8), file.size - start - dataStart);
	const { codec = 'unknown', sampleBytes = 0 } = ENCODINGS[header.readUInt32BE(12)] ?? {};
	const sampleRateHz = header.readUInt32BE(16);
	const channels = header.readUInt32BE(20);
	const seconds = audioBytes / (sampleBytes * channels * sampleRateHz);
	return {
		container: 'au',
		codec,
		channels,
		sampleRateHz,
		audioBytes,
		hasVideo: false,
		...(Number.isFinite(seconds) && seconds > 0 && { durationSeconds: seconds }),
	};
}
