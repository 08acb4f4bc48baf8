import { cutOff, damaged, videoWithoutSound } from '../errors';
import type { Container, Inspection } from './container';
import type { FileBytes } from './fileBytes';

/** Element ids of RFC 9559 (Matroska), as they stand in the file. */
const EBML = 0x1a45dfa3;
const DOC_TYPE = 0x4282;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const TIMESTAMP = 0xe7;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const DURATION = 0x4489;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_TYPE = 0x83;
const CODEC_ID = 0x86;
const AUDIO = 0xe1;
const SAMPLING_FREQUENCY = 0xb5;
const CHANNELS = 0x9f;

/** Elements that are entered; all others are skipped by their size. */
const CONTAINERS = new Set([EBML, SEGMENT, CLUSTER, INFO, TRACKS, TRACK_ENTRY, AUDIO]);
const MAY_HAVE_UNKNOWN_SIZE = new Set([SEGMENT, CLUSTER]);

/**
 * Blocks count from their cluster in 16 bits (RFC 9559, 10.1): at the usual milliseconds, 33 s. Where the next
 * cluster is further away, or earlier, the times jump, as in files that were joined or recorders that slept.
 */
const LONGEST_CLUSTER_TICKS = 0x8000;

const SOUND_TRACK = 2;
const VIDEO_TRACK = 1;

const CODECS: ReadonlyArray<[prefix: string, codec: string]> = [
	['A_OPUS', 'opus'],
	['A_VORBIS', 'vorbis'],
	['A_AAC', 'aac'],
	['A_MPEG/L3', 'mp3'],
	['A_FLAC', 'flac'],
	['A_PCM', 'pcm'],
];

const isMatroska = (head: Buffer): boolean => head.length >= 4 && head.readUInt32BE(0) === EBML;

interface Track {
	type: number;
	codecId: string;
	sampleRateHz?: number;
	channels?: number;
}

interface Contents {
	docType: string;
	nanosecondsPerTick: number;
	durationTicks?: number;
	/** Of the last cluster. */
	clusterTicks: number;
	/** Whether a cluster does not follow the one before. */
	timesJump: boolean;
	tracks: Track[];
}

/** WebM and Matroska. Browsers' recorders write neither a duration nor the sizes of their clusters. */
export const matroska: Container<'webm' | 'matroska'> = {
	formats: ['WebM'],
	fileTypes: {
		webm: { mimeType: 'audio/webm', extension: 'webm' },
		matroska: { mimeType: 'audio/x-matroska', extension: 'mka' },
	},
	demuxers: ['matroska', 'webm'],
	matches: isMatroska,
	inspect: inspectMatroska,
};

async function inspectMatroska(
	file: FileBytes,
	start: number,
): Promise<Inspection<'webm' | 'matroska'>> {
	const contents = await readContents(file, start);
	const sound = contents.tracks.find(({ type }) => type === SOUND_TRACK);
	const hasVideo = contents.tracks.some(({ type }) => type === VIDEO_TRACK);
	if (sound === undefined) throw hasVideo ? videoWithoutSound() : damaged('it has no sound track');
	const seconds = ((contents.durationTicks ?? 0) * contents.nanosecondsPerTick) / 1e9;
	return {
		container: contents.docType === 'webm' ? 'webm' : 'matroska',
		codec: CODECS.find(([prefix]) => sound.codecId.startsWith(prefix))?.[1] ?? 'unknown',
		channels: sound.channels,
		sampleRateHz: sound.sampleRateHz,
		hasVideo,
		isChained: contents.timesJump,
		// The container's length is that of its longest track, which need not be the sound.
		...(contents.tracks.length === 1 &&
			!contents.timesJump &&
			Number.isFinite(seconds) &&
			seconds > 0 && { durationSeconds: seconds }),
	};
}

/** One walk from front to back: containers are entered, so the order of elements is all that counts. */
async function readContents(file: FileBytes, start: number): Promise<Contents> {
	const contents: Contents = {
		docType: '',
		nanosecondsPerTick: 1_000_000,
		clusterTicks: 0,
		timesJump: false,
		tracks: [],
	};
	let at = start;
	while (at < file.size) {
		const element = await elementAt(file, at);
		if (element === undefined) break;
		const { id, body, size } = element;
		if (size !== undefined && body + size > file.size) {
			throw cutOff(`its last part ends ${body + size - file.size} bytes after the file does`);
		}
		if (CONTAINERS.has(id)) {
			if (id === TRACK_ENTRY) contents.tracks.push({ type: 0, codecId: '' });
			at = body;
			continue;
		}
		if (size === undefined) break;
		if (size <= 64) note(contents, id, await file.read(body, size));
		at = body + size;
	}
	return contents;
}

function note(contents: Contents, id: number, value: Buffer): void {
	const track = contents.tracks.at(-1);
	if (id === DOC_TYPE) contents.docType = value.toString('latin1').replace(/\0+$/, '');
	if (id === TIMESTAMP_SCALE) contents.nanosecondsPerTick = unsigned(value);
	if (id === DURATION) contents.durationTicks = float(value);
	if (track === undefined) return;
	if (id === TIMESTAMP) {
		const ticks = unsigned(value);
		const step = ticks - contents.clusterTicks;
		contents.timesJump ||= step < 0 || step > LONGEST_CLUSTER_TICKS;
		contents.clusterTicks = ticks;
	}
	if (id === TRACK_TYPE) track.type = unsigned(value);
	if (id === CODEC_ID) track.codecId = value.toString('latin1');
	if (id === SAMPLING_FREQUENCY) track.sampleRateHz = float(value);
	if (id === CHANNELS) track.channels = unsigned(value);
}

interface Element {
	id: number;
	/** Undefined when the size is unknown. */
	size: number | undefined;
	body: number;
}

/** An id of up to 4 bytes and a size of up to 8 (RFC 8794, 4 to 6). */
async function elementAt(file: FileBytes, at: number): Promise<Element | undefined> {
	const bytes = await file.read(at, 12);
	const idLength = vintLength(bytes[0]);
	if (idLength > 4 || bytes.length <= idLength) return undefined;
	const sizeLength = vintLength(bytes[idLength]);
	if (sizeLength > 8 || bytes.length < idLength + sizeLength) return undefined;
	const id = bytes.readUIntBE(0, idLength);
	let size = (bytes[idLength] ?? 0) & (0xff >> sizeLength);
	let isUnknown = size === 0xff >> sizeLength;
	for (let index = 1; index < sizeLength; index += 1) {
		const byte = bytes[idLength + index] ?? 0;
		size = size * 256 + byte;
		isUnknown &&= byte === 0xff;
	}
	if (isUnknown && !MAY_HAVE_UNKNOWN_SIZE.has(id)) return undefined;
	return { id, size: isUnknown ? undefined : size, body: at + idLength + sizeLength };
}

/** The number of leading zero bits tells the length. */
const vintLength = (first: number | undefined): number => Math.clz32(first ?? 0) - 24 + 1;

const unsigned = (value: Buffer): number =>
	value.length >= 1 && value.length <= 6 ? value.readUIntBE(0, value.length) : 0;

const float = (value: Buffer): number =>
	value.length === 8 ? value.readDoubleBE(0) : value.length === 4 ? value.readFloatBE(0) : 0;
