import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';

const isFlac = (head: Buffer): boolean => head.toString('latin1', 0, 4) === 'fLaC';

/** FLAC (RFC 9639, 8.2): STREAMINFO comes first and counts the samples; 0 means unknown. */
export const flac: Container<'flac'> = {
	formats: ['FLAC'],
	fileTypes: {
		flac: { mimeType: 'audio/flac', extension: 'flac' },
	},
	demuxers: ['flac'],
	matches: isFlac,
	inspect: inspectFlac,
};

async function inspectFlac(file: FileBytes, start: number): Promise<Inspection<'flac'>> {
	const bytes = await file.need(start + 8, 18, 'its header');
	const sampleRateHz = bytes.readUIntBE(10, 3) >> 4;
	const channels = ((bytes.readUInt8(12) >> 1) & 7) + 1;
	const samples = (bytes.readUInt8(13) & 15) * 2 ** 32 + bytes.readUInt32BE(14);
	return {
		container: 'flac',
		codec: 'flac',
		channels,
		sampleRateHz,
		hasVideo: false,
		...(samples > 0 && sampleRateHz > 0 && { durationSeconds: samples / sampleRateHz }),
	};
}
