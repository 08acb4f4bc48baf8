import { stat } from 'node:fs/promises';
import { AudioError, cutOff, damaged, emptyFile, inputTooLarge, unknownFormat } from '../errors';
import type { AudioFacts, Inspection } from '../facts';
import { MAX_INPUT_BYTES } from '../limits';
import { inspectAdts, isAdts } from './adts';
import { inspectAiff, isAiff } from './aiff';
import { inspectAmr, isAmr } from './amr';
import { inspectAsf, isAsf } from './asf';
import { inspectCaf, isCaf } from './caf';
import { FileBytes } from './fileBytes';
import { inspectFlac, isFlac } from './flac';
import { inspectIsobmff, isIsobmff } from './isobmff';
import { inspectMatroska, isMatroska } from './matroska';
import { inspectMp3, isMp3, MP3_SEARCH_BYTES } from './mp3';
import { notAudioReason } from './notAudio';
import { inspectOgg, isOgg } from './ogg';
import { inspectOther, isOther } from './others';
import { endOfLeadingTags } from './tags';
import { inspectWav, isWav } from './wav';

interface Recogniser {
	/** @param head the first 16 kB behind any ID3 tags */
	matches(head: Buffer): boolean;
	/**
	 * Reads what the container's structure says.
	 *
	 * @param start where the head was read
	 * @throws {AudioError} when it is cut off, damaged or without sound
	 */
	inspect(file: FileBytes, start: number): Promise<Inspection>;
}

/** Containers that begin with a magic of their own. */
const BY_MAGIC: readonly Recogniser[] = [
	{ matches: isIsobmff, inspect: inspectIsobmff },
	{ matches: isOgg, inspect: inspectOgg },
	{ matches: isWav, inspect: inspectWav },
	{ matches: isMatroska, inspect: inspectMatroska },
	{ matches: isFlac, inspect: inspectFlac },
	{ matches: isAmr, inspect: inspectAmr },
	{ matches: isAiff, inspect: inspectAiff },
	{ matches: isCaf, inspect: inspectCaf },
	{ matches: isAsf, inspect: inspectAsf },
	{ matches: isOther, inspect: inspectOther },
];

/** Bare streams, known only by frames that follow each other: asked once nothing else fits. */
const BY_FRAMES: readonly Recogniser[] = [
	{ matches: isAdts, inspect: inspectAdts },
	{ matches: isMp3, inspect: inspectMp3 },
];

/**
 * Says what an audio file is by its bytes; names and MIME types are hearsay.
 *
 * Reads headers and tables, never the sound, and holds one page of 64 kB.
 *
 * @param path of a file on disk
 * @throws {AudioError} `audio_empty`, `audio_too_large` (over 100 MB, before reading), or
 *   `audio_unsupported` for what is not audio, has no sound in it, is damaged or cut off
 */
export async function recognise(path: string): Promise<AudioFacts> {
	const { size } = await stat(path);
	if (size === 0) throw emptyFile();
	if (size > MAX_INPUT_BYTES) throw inputTooLarge(size, MAX_INPUT_BYTES);
	try {
		const inspection = await FileBytes.use(path, inspect);
		return { ...inspection, sizeBytes: size };
	} catch (reason) {
		if (isOutOfBounds(reason)) throw damaged('its header contradicts itself', reason);
		throw reason;
	}
}

/** What Buffer throws for a read past its end: a field that lies outside its own box or chunk. */
const isOutOfBounds = (reason: unknown): boolean =>
	/^ERR_(OUT_OF_RANGE|BUFFER_OUT_OF_BOUNDS)$/.test(String((reason as { code?: unknown }).code));

async function inspect(file: FileBytes): Promise<Inspection> {
	const start = await endOfLeadingTags(file);
	if (start >= file.size) throw cutOff('it ends in the middle of its tags');
	const head = await file.read(start, MP3_SEARCH_BYTES);
	const byMagic = BY_MAGIC.find(({ matches }) => matches(head));
	const reason = notAudioReason(head);
	// HEIC and AVIF images share the structure of MP4.
	if (byMagic && !(reason instanceof AudioError)) return byMagic.inspect(file, start);
	if (reason) throw reason;
	const byFrames = BY_FRAMES.find(({ matches }) => matches(head));
	if (byFrames === undefined) throw unknownFormat();
	return byFrames.inspect(file, start);
}
