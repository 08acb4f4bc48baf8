import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { UnknownFormat } from './errors';
import type { AudioFacts, AudioSummary } from './facts';
import { isCalledRaw, rawAudioOf, type RawAudioHints } from './rawAudio';
import { recognise } from './recognise';
import { addWavHeader, type RawAudio } from './wavHeader';

/** A file that an engine can read. */
export interface Source {
	path: string;
	facts: AudioFacts;
	/** Where the file is one made here: what the output item says of the original instead. */
	summary: Partial<AudioSummary>;
	/** Removes what was made for it. */
	close(): Promise<void>;
}

/**
 * Recognises a file by its bytes. Only bytes that are nothing that is known are taken for samples without
 * a header, and get one: an MP3 or a message of the service in its place must not become noise.
 *
 * @throws {AudioError} what {@link recognise} throws, and `audio_unsupported` for samples that cannot be
 */
export async function openSource(
	path: string,
	workDir: string,
	hints: RawAudioHints = {},
	signal?: AbortSignal,
): Promise<Source> {
	try {
		const facts = await recognise(path, isCalledRaw(hints));
		return { path, facts, summary: {}, close: async () => {} };
	} catch (reason) {
		const rawAudio = reason instanceof UnknownFormat ? rawAudioOf(hints) : undefined;
		if (rawAudio === undefined) throw reason;
		return await openRawAudio(path, workDir, rawAudio, signal);
	}
}

async function openRawAudio(
	path: string,
	workDir: string,
	rawAudio: RawAudio,
	signal?: AbortSignal,
): Promise<Source> {
	const wavPath = join(workDir, `raw-audio-${randomUUID()}.wav`);
	const close = async (): Promise<void> => await rm(wavPath, { force: true });
	try {
		await addWavHeader(path, wavPath, rawAudio, signal);
		const { size: sizeBytes } = await stat(path);
		return {
			path: wavPath,
			facts: await recognise(wavPath),
			summary: { container: 'raw', sizeBytes },
			close,
		};
	} catch (reason) {
		await close();
		throw reason;
	}
}
