import { stat } from 'node:fs/promises';

import { cutOff, damaged, emptyFile, inputTooLarge, UnknownFormat } from '../errors';
import type { AudioFacts } from '../facts';
import { MAX_INPUT_BYTES } from '../limits';
import { HEAD_BYTES, type Container } from './container';
import { CONTAINERS, CONTAINERS_BY_FRAMES, CONTAINERS_BY_MAGIC } from './containers';
import { FileBytes } from './fileBytes';
import { notAudioReason } from './notAudio';
import { otherAudioReason } from './otherAudio';
import { endOfLeadingTags } from './tags';

/**
 * Says what an audio file is by its bytes. Names and declared MIME types are often wrong, and not looked at.
 *
 * Reads headers and tables, never the sound, and holds one page of 64 kB.
 *
 * @param path of a file on disk
 * @param isCalledRaw somebody says that it has no header: then frames count only from its first byte on,
 *   for samples may look like frames further on
 * @throws {AudioError} `audio_empty`, `audio_too_large` (over 100 MB, before reading), or
 *   `audio_unsupported` for what is not audio, has no sound in it, is damaged or cut off (as
 *   {@link UnknownFormat} where the bytes are nothing that is known)
 */
export async function recognise(path: string, isCalledRaw = false): Promise<AudioFacts> {
	const { size } = await stat(path);
	if (size === 0) throw emptyFile();
	if (size > MAX_INPUT_BYTES) throw inputTooLarge(size, MAX_INPUT_BYTES);
	try {
		return await FileBytes.use(path, async (file) => inspect(file, isCalledRaw));
	} catch (reason) {
		if (isOutOfBounds(reason)) throw damaged('its header contradicts itself', reason);
		throw reason;
	}
}

/** What Buffer throws for a read past its end: a field that lies outside its own box or chunk. */
const isOutOfBounds = (reason: unknown): boolean =>
	/^ERR_(OUT_OF_RANGE|BUFFER_OUT_OF_BOUNDS)$/.test(String((reason as { code?: unknown }).code));

async function inspect(file: FileBytes, isCalledRaw: boolean): Promise<AudioFacts> {
	const start = await endOfLeadingTags(file);
	if (start >= file.size) throw cutOff('it ends in the middle of its tags');
	const head = await file.read(start, HEAD_BYTES);
	return inspectAs(containerOf(head, isCalledRaw), file, start);
}

function containerOf(head: Buffer, isCalledRaw: boolean): Container {
	const byMagic = CONTAINERS_BY_MAGIC.find(({ matches }) => matches(head));
	if (byMagic !== undefined) return byMagic;
	const reason = notAudioReason(head) ?? otherAudioReason(head);
	if (reason !== undefined) throw reason;
	const byFrames = CONTAINERS_BY_FRAMES.find(({ matches }) => matches(head, isCalledRaw));
	if (byFrames !== undefined) return byFrames;
	throw new UnknownFormat(CONTAINERS.flatMap(({ formats }) => formats));
}

async function inspectAs<Name extends string>(
	{ inspect: inspectContainer, fileTypes }: Container<Name>,
	file: FileBytes,
	start: number,
): Promise<AudioFacts> {
	const inspection = await inspectContainer(file, start);
	return { ...inspection, fileType: fileTypes[inspection.container], sizeBytes: file.size };
}
