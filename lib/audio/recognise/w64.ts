import { damaged } from '../errors';
import { bytesOfSound } from './bytesOfSound';
import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';
import { readWaveFormat, WAVE_FORMAT_BYTES, waveFacts, type WaveFormat } from './waveFormat';

/** Of an id (16 bytes) and a size (8), which counts them in. */
const CHUNK_HEADER_BYTES = 24;

/** The ids `riff` and `wave`, and the size between them. */
const FILE_HEADER_BYTES = 40;

const MAX_CHUNKS = 1000;

const isW64 = (head: Buffer): boolean => head.toString('latin1', 0, 8) === 'riff\x2e\x91\xcf\x11';

/** Sony's Wave64: a WAV whose sizes have 64 bits and whose ids are GUIDs that begin with those of WAV. */
export const w64: Container<'w64'> = {
	formats: [],
	fileTypes: {
		w64: { mimeType: 'audio/x-w64', extension: 'w64' },
	},
	demuxers: ['w64'],
	matches: isW64,
	inspect: inspectW64,
};

async function inspectW64(file: FileBytes, start: number): Promise<Inspection<'w64'>> {
	let format: WaveFormat | undefined;
	let at = start + FILE_HEADER_BYTES;
	for (let count = 0; count < MAX_CHUNKS; count += 1) {
		const header = await file.need(at, CHUNK_HEADER_BYTES, 'its header');
		const id = header.toString('latin1', 0, 4);
		const size = Number(header.readBigUInt64LE(16));
		const body = at + CHUNK_HEADER_BYTES;
		if (id === 'fmt ') {
			const length = Math.min(size - CHUNK_HEADER_BYTES, WAVE_FORMAT_BYTES);
			format = readWaveFormat(await file.need(body, length, 'its header'));
		}
		if (id === 'data') {
			if (format === undefined) throw damaged("its 'fmt ' chunk is missing");
			const declared = Math.max(0, size - CHUNK_HEADER_BYTES);
			const audioBytes = bytesOfSound(declared, file.size - body);
			return { container: 'w64', ...waveFacts(format, audioBytes), hasVideo: false };
		}
		if (size < CHUNK_HEADER_BYTES) throw damaged(`its chunk '${id}' has no room for its header`);
		at += Math.ceil(size / 8) * 8;
	}
	throw damaged("it has no 'data' chunk");
}
