import { changesCodec, cutOff, damaged, noSound, videoWithoutSound } from '../errors';
import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';

/** RFC 3533: 27 bytes of page header, then one byte for each segment. */
const PAGE_HEADER_BYTES = 27;
const STARTS_STREAM = 0x02;

/** A page on which no packet ends carries this granule position. */
const NO_GRANULE = 0xffffffffffffffffn;

/** Opus counts at 48 kHz whatever was recorded (RFC 7845, 4). */
const OPUS_RATE_HZ = 48000;

/** 255 packets of Vorbis' largest step: a first page that counts further belongs to a cropped stream. */
const MAX_PAGE_SAMPLES = 255 * 4096;

const isOgg = (head: Buffer): boolean => head.toString('latin1', 0, 4) === 'OggS';

interface Page {
	serial: number;
	startsStream: boolean;
	granule: bigint;
	segments: Buffer;
	dataStart: number;
	end: number;
}

interface Stream {
	codec: string;
	channels?: number;
	sampleRateHz?: number;
	/** Samples at the start that only warm the decoder up. */
	preSkip: number;
}

/** Each codec's first packet. */
const CODECS: ReadonlyArray<{ magic: string; read(packet: Buffer): Stream }> = [
	{
		magic: 'OpusHead',
		read: (packet) => ({
			codec: 'opus',
			channels: packet.readUInt8(9),
			sampleRateHz: OPUS_RATE_HZ,
			preSkip: packet.readUInt16LE(10),
		}),
	},
	{
		magic: '\x01vorbis',
		read: (packet) => ({
			codec: 'vorbis',
			channels: packet.readUInt8(11),
			sampleRateHz: packet.readUInt32LE(12),
			preSkip: 0,
		}),
	},
	{
		magic: '\x7fFLAC',
		read: (packet) => ({ codec: 'flac', sampleRateHz: packet.readUIntBE(27, 3) >> 4, preSkip: 0 }),
	},
	{
		magic: 'Speex   ',
		read: (packet) => ({
			codec: 'speex',
			channels: packet.readUInt32LE(48),
			sampleRateHz: packet.readUInt32LE(36),
			preSkip: 0,
		}),
	},
];
const THEORA = '\x80theora';

/** Ogg with Opus (WhatsApp, Telegram), Vorbis, FLAC or Speex. Every page header is walked. */
export const ogg: Container<'ogg'> = {
	formats: ['OGG'],
	fileTypes: {
		ogg: { mimeType: 'audio/ogg', extension: 'ogg' },
	},
	demuxers: ['ogg'],
	matches: isOgg,
	inspect: inspectOgg,
};

async function inspectOgg(file: FileBytes, start: number): Promise<Inspection<'ogg'>> {
	let sound: Stream | undefined;
	let soundSerial = -1;
	let hasVideo = false;
	let isChained = false;
	let firstGranule: bigint | undefined;
	let lastGranule = 0n;
	let samplesBeforeFirst = 0;
	let at = start;
	while (at < file.size) {
		const page = await pageAt(file, at);
		if (page === undefined) break;
		at = page.end;
		if (page.startsStream) {
			const packet = await file.read(page.dataStart, 64);
			hasVideo ||= packet.toString('latin1', 0, 7) === THEORA;
			isChained ||= firstGranule !== undefined;
			const codec = CODECS.find(({ magic }) => packet.toString('latin1').startsWith(magic));
			if (codec === undefined) continue;
			const stream = codec.read(packet);
			if (sound !== undefined && isChained && stream.codec !== sound.codec) {
				throw changesCodec('ogg', sound.codec, stream.codec);
			}
			if (sound !== undefined) continue;
			sound = stream;
			soundSerial = page.serial;
		} else if (page.serial === soundSerial && page.granule !== NO_GRANULE && page.granule > 0n) {
			if (firstGranule === undefined) {
				firstGranule = page.granule;
				if (sound?.codec === 'opus') samplesBeforeFirst = await opusSamples(file, page);
			}
			lastGranule = page.granule;
		}
	}
	if (sound === undefined) throw hasVideo ? videoWithoutSound() : damaged('it has no sound track');
	if (firstGranule === undefined && at >= file.size) throw noSound();
	const isCountable = at >= file.size && !isChained && !isCropped(firstGranule, sound);
	const cropped =
		sound.codec === 'opus' ? Math.max(0, Number(firstGranule ?? 0n) - samplesBeforeFirst) : 0;
	const samples = Number(lastGranule) - cropped - sound.preSkip;
	return {
		container: 'ogg',
		codec: sound.codec,
		channels: sound.channels,
		sampleRateHz: sound.sampleRateHz,
		...(isCountable && sound.sampleRateHz
			? { durationSeconds: Math.max(0, samples) / sound.sampleRateHz }
			: {}),
		hasVideo,
		isChained,
	};
}

const isCropped = (firstGranule: bigint | undefined, sound: Stream): boolean =>
	sound.codec !== 'opus' && (firstGranule ?? 0n) > BigInt(MAX_PAGE_SAMPLES);

async function pageAt(file: FileBytes, at: number): Promise<Page | undefined> {
	const header = await file.read(at, PAGE_HEADER_BYTES + 255);
	if (!isOgg(header)) return undefined;
	if (header.length < PAGE_HEADER_BYTES) throw cutOff('its last page is incomplete');
	const segmentCount = header.readUInt8(26);
	const dataStart = at + PAGE_HEADER_BYTES + segmentCount;
	const segments = header.subarray(PAGE_HEADER_BYTES, PAGE_HEADER_BYTES + segmentCount);
	const end = dataStart + segments.reduce((sum, bytes) => sum + bytes, 0);
	if (end > file.size) throw cutOff('its last page is incomplete');
	return {
		serial: header.readUInt32LE(14),
		startsStream: (header.readUInt8(5) & STARTS_STREAM) !== 0,
		granule: header.readBigUInt64LE(6),
		segments,
		dataStart,
		end,
	};
}

/**
 * How many samples end on a page of Opus. A recording that was cropped starts to count above zero,
 * by the difference (RFC 7845, 4.3).
 */
async function opusSamples(file: FileBytes, page: Page): Promise<number> {
	let samples = 0;
	let packetStart = page.dataStart;
	let at = page.dataStart;
	for (const bytes of page.segments) {
		at += bytes;
		if (bytes === 255) continue;
		samples += opusPacketSamples(await file.read(packetStart, 2));
		packetStart = at;
	}
	return samples;
}

/** RFC 6716, 3.1: the first byte says how long a frame is and how many there are. */
function opusPacketSamples(packet: Buffer): number {
	const [toc, second] = packet;
	if (toc === undefined) return 0;
	const configuration = toc >> 3;
	const frameMs =
		configuration < 12
			? [10, 20, 40, 60][configuration & 3]
			: configuration < 16
				? [10, 20][configuration & 1]
				: [2.5, 5, 10, 20][configuration & 3];
	const frames = [1, 2, 2, (second ?? 0) & 0x3f][toc & 3];
	return ((frameMs ?? 0) * (frames ?? 0) * OPUS_RATE_HZ) / 1000;
}
