import { cutOff, damaged, noSound } from '../errors';
import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';

const MAX_CHUNKS = 1000;

/** Apple's format ids. */
const CODECS: Record<string, string> = {
	lpcm: 'pcm',
	'aac ': 'aac',
	alac: 'alac',
	ima4: 'adpcm',
	ulaw: 'mulaw',
	alaw: 'alaw',
	opus: 'opus',
	'.mp3': 'mp3',
};

const isCaf = (head: Buffer): boolean => head.toString('latin1', 0, 4) === 'caff';

interface Description {
	codec: string;
	sampleRateHz: number;
	channels: number;
	bytesPerPacket: number;
	framesPerPacket: number;
}

/** Core Audio Format: `desc` describes packets, `pakt` counts those of changing size, `data` holds them. */
export const caf: Container<'caf'> = {
	formats: ['CAF'],
	fileTypes: {
		caf: { mimeType: 'audio/x-caf', extension: 'caf' },
	},
	demuxers: ['caf'],
	matches: isCaf,
	inspect: inspectCaf,
};

async function inspectCaf(file: FileBytes, start: number): Promise<Inspection<'caf'>> {
	let description: Description | undefined;
	let dataBytes: number | undefined;
	let validFrames: number | undefined;
	let at = start + 8;
	for (let count = 0; count < MAX_CHUNKS && at + 12 <= file.size; count += 1) {
		const header = await file.need(at, 12, 'its header');
		const id = header.toString('latin1', 0, 4);
		const declared = Number(header.readBigInt64BE(4));
		const body = at + 12;
		// A recorder that was not stopped leaves −1: the data then reaches to the end.
		const size = id === 'data' && declared === -1 ? file.size - body : declared;
		if (size < 0) throw damaged(`its chunk '${id}' has a negative size`);
		if (body + size > file.size) {
			throw cutOff(`its chunk '${id}' ends ${body + size - file.size} bytes after the file does`);
		}
		if (id === 'desc') description = readDescription(await file.need(body, 32, 'its header'));
		if (id === 'pakt')
			validFrames = Number((await file.need(body, 24, 'its header')).readBigInt64BE(8));
		if (id === 'data') dataBytes = Math.max(0, size - 4); // behind the edit count
		at = body + size;
	}
	if (description === undefined) throw damaged("its 'desc' chunk is missing");
	if (!dataBytes) throw noSound();
	const { bytesPerPacket, framesPerPacket, ...facts } = description;
	const frames =
		bytesPerPacket > 0 ? Math.floor(dataBytes / bytesPerPacket) * framesPerPacket : validFrames;
	const seconds = (frames ?? 0) / facts.sampleRateHz;
	return {
		container: 'caf',
		...facts,
		audioBytes: dataBytes,
		hasVideo: false,
		...(Number.isFinite(seconds) && seconds > 0 && { durationSeconds: seconds }),
	};
}

const readDescription = (bytes: Buffer): Description => ({
	sampleRateHz: bytes.readDoubleBE(0),
	codec: CODECS[bytes.toString('latin1', 8, 12)] ?? 'unknown',
	bytesPerPacket: bytes.readUInt32BE(16),
	framesPerPacket: bytes.readUInt32BE(20),
	channels: bytes.readUInt32BE(24),
});
