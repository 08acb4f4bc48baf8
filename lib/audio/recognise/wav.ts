import { damaged } from '../errors';
import { bytesOfSound } from './bytesOfSound';
import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';
import { readWaveFormat, WAVE_FORMAT_BYTES, waveFacts, type WaveFormat } from './waveFormat';

const MAX_CHUNKS = 1000;

const isWav = (head: Buffer): boolean =>
	/^(RIFF|RF64|BW64)$/.test(head.toString('latin1', 0, 4)) &&
	head.toString('latin1', 8, 12) === 'WAVE';

/** WAV, also RF64 and streams whose size was never filled in. */
export const wav: Container<'wav'> = {
	formats: ['WAV'],
	fileTypes: {
		wav: { mimeType: 'audio/wav', extension: 'wav' },
	},
	demuxers: ['wav'],
	matches: isWav,
	inspect: inspectWav,
};

async function inspectWav(file: FileBytes, start: number): Promise<Inspection<'wav'>> {
	let format: WaveFormat | undefined;
	let wideDataBytes: number | undefined;
	let at = start + 12;
	for (let count = 0; count < MAX_CHUNKS; count += 1) {
		const header = await file.need(at, 8, 'its header');
		const id = header.toString('latin1', 0, 4);
		const size = header.readUInt32LE(4);
		const body = at + 8;
		if (id === 'fmt ') {
			const length = Math.min(size, WAVE_FORMAT_BYTES);
			format = readWaveFormat(await file.need(body, length, 'its header'));
		}
		if (id === 'ds64')
			wideDataBytes = Number((await file.need(body, 16, 'its header')).readBigUInt64LE(8));
		if (id === 'data') {
			if (format === undefined) throw damaged("its 'fmt ' chunk is missing");
			const declared = size === 0xffffffff ? (wideDataBytes ?? size) : size;
			const audioBytes = bytesOfSound(declared, file.size - body);
			return { container: 'wav', ...waveFacts(format, audioBytes), hasVideo: false };
		}
		at = body + size + (size % 2);
	}
	throw damaged("it has no 'data' chunk");
}
