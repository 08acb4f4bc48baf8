import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { IExecuteFunctions } from 'n8n-workflow';

import { MAX_INPUT_BYTES } from '../../lib/audio';
import { cancelled, SvaraError } from '../shared/failure';
import { openUrl } from './openUrl';
import type { AudioSource } from './parameters';

/** Audio on disk, where the engines and the upload read it. */
export interface LoadedAudio {
	path: string;
	/** What the file was called where it came from; for naming results, never for deciding anything. */
	originalName?: string;
	/** Whether a URL led to the bytes at once, so that Meta would find the same at it. */
	wasRedirected: boolean;
}

/**
 * Puts an item's audio into the folder, streamed, and never more of it than the engines take.
 * @throws SvaraError `invalid_input`, `audio_too_large`, `audio_fetch_failed`, `cancelled`
 */
export async function loadAudio(
	context: IExecuteFunctions,
	itemIndex: number,
	source: Extract<AudioSource, { kind: 'binary' | 'url' }>,
	folder: string,
	timeoutMs: number,
): Promise<LoadedAudio> {
	const path = join(folder, 'in');
	if (source.kind === 'url') {
		const { stream, wasRedirected, sizeBytes } = await openUrl(context, source.url, timeoutMs);
		if (sizeBytes > MAX_INPUT_BYTES) stream.destroy();
		assertSize(sizeBytes);
		await save(context, stream, path);
		return { path, wasRedirected, originalName: basename(new URL(source.url).pathname) };
	}
	const binary = context.helpers.assertBinaryData(itemIndex, source.binaryPropertyName);
	const { fileName: originalName } = binary;
	assertSize(binary.bytes ?? 0);
	if (binary.id) {
		assertSize((await context.helpers.getBinaryMetadata(binary.id)).fileSize);
		await save(context, await context.helpers.getBinaryStream(binary.id), path);
	} else {
		const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, source.binaryPropertyName);
		assertSize(bytes.length);
		await writeFile(path, bytes, { mode: 0o600 });
	}
	return { path, originalName, wasRedirected: false };
}

async function save(context: IExecuteFunctions, stream: Readable, path: string): Promise<void> {
	const signal = context.getExecutionCancelSignal();
	let sizeBytes = 0;
	const counter = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			sizeBytes += chunk.length;
			try {
				assertSize(sizeBytes);
				done(null, chunk);
			} catch (tooLarge) {
				done(tooLarge as Error);
			}
		},
	});
	try {
		await pipeline(stream, counter, createWriteStream(path, { mode: 0o600 }), { signal });
	} catch (fault) {
		if (signal?.aborted) throw cancelled();
		if (fault instanceof SvaraError) throw fault;
		throw new SvaraError(
			'audio_fetch_failed',
			'The audio could not be read to its end',
			'Check that the file still exists where it comes from, then run the item again',
		);
	}
}

function assertSize(sizeBytes: number): void {
	if (sizeBytes <= MAX_INPUT_BYTES) return;
	throw new SvaraError(
		'audio_too_large',
		`The audio is larger than ${MAX_INPUT_BYTES / 1024 ** 2} MB`,
		'Shorten it or save it in a compressed format (MP3, M4A or Ogg) first',
	);
}
