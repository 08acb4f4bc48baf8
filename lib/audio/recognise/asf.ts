import { cutOff, damaged, videoWithoutSound } from '../errors';
import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';

/** Object ids of the ASF specification (revision 01.20.05), in the byte order of the file. */
const HEADER = '3026b2758e66cf11a6d900aa0062ce6c';
const FILE_PROPERTIES = 'a1dcab8c47a9cf118ee400c00c205365';
const STREAM_PROPERTIES = '9107dcb7b7a9cf118ee600c00c205365';
const AUDIO_STREAM = '409e69f84d5bcf11a8fd00805f5c442b';
const VIDEO_STREAM = 'c0ef19bc4d5bcf11a8fd00805f5c442b';

/** Format tags of mmreg.h. */
const CODECS: Record<number, string> = {
	0x000a: 'wmavoice',
	0x0160: 'wmav1',
	0x0161: 'wmav2',
	0x0162: 'wmapro',
	0x0163: 'wmalossless',
};

/** The first frame that a WMA decoder yields is only overlap: up to 2048 samples, and at most 64 ms. */
const PRIMING_SAMPLES = 2048;
const MAX_PRIMING_SECONDS = 0.064;

const IS_BROADCAST = 1;
const MAX_OBJECTS = 1000;

const isAsf = (head: Buffer): boolean => head.toString('hex', 0, 16) === HEADER;

/** WMA: the header object says how long the sound is and how large the file was when complete. */
export const asf: Container<'asf'> = {
	formats: ['WMA'],
	fileTypes: {
		asf: { mimeType: 'audio/x-ms-wma', extension: 'wma' },
	},
	demuxers: ['asf'],
	matches: isAsf,
	inspect: inspectAsf,
};

async function inspectAsf(file: FileBytes, start: number): Promise<Inspection<'asf'>> {
	const header = await file.need(start, 30, 'its header');
	const headerEnd = start + Number(header.readBigUInt64LE(16));
	if (headerEnd > file.size) throw cutOff('it ends in the middle of its header');
	const facts: Inspection<'asf'> = { container: 'asf', codec: 'unknown', hasVideo: false };
	let hasSound = false;
	let at = start + 30;
	for (let count = 0; count < MAX_OBJECTS && at + 24 <= headerEnd; count += 1) {
		const object = await file.need(at, 24, 'its header');
		const id = object.toString('hex', 0, 16);
		const size = Number(object.readBigUInt64LE(16));
		if (size < 24 || at + size > headerEnd) break;
		const body = await file.read(at + 24, Math.min(size - 24, 128));
		if (id === FILE_PROPERTIES) facts.durationSeconds = durationSeconds(body, file.size);
		if (id === STREAM_PROPERTIES) {
			const streamType = body.toString('hex', 0, 16);
			facts.hasVideo ||= streamType === VIDEO_STREAM;
			if (streamType === AUDIO_STREAM && !hasSound) {
				hasSound = true;
				facts.codec = CODECS[body.readUInt16LE(54)] ?? 'unknown';
				facts.channels = body.readUInt16LE(56);
				facts.sampleRateHz = body.readUInt32LE(58);
				facts.primingSeconds = Math.min(PRIMING_SAMPLES / facts.sampleRateHz, MAX_PRIMING_SECONDS);
			}
		}
		at += size;
	}
	// The file's length is that of its longest stream, which need not be the sound.
	if (facts.hasVideo) facts.durationSeconds = undefined;
	if (!hasSound) throw facts.hasVideo ? videoWithoutSound() : damaged('it has no sound track');
	return facts;
}

/** Play duration (100 ns) includes the time a player buffers ahead (preroll, ms). */
function durationSeconds(properties: Buffer, fileSize: number): number | undefined {
	const isBroadcast = (properties.readUInt32LE(64) & IS_BROADCAST) !== 0;
	if (isBroadcast) return undefined;
	const declaredBytes = Number(properties.readBigUInt64LE(16));
	if (declaredBytes > fileSize) {
		throw cutOff(`${declaredBytes - fileSize} of its ${declaredBytes} bytes are missing`);
	}
	const playSeconds = Number(properties.readBigUInt64LE(40)) / 1e7;
	const prerollSeconds = Number(properties.readBigUInt64LE(56)) / 1e3;
	const seconds = playSeconds - prerollSeconds;
	return seconds > 0 && Number.isFinite(seconds) ? seconds : undefined;
}
