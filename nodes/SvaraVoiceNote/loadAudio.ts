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
		await save(context, stream, path, INTERRUPTED);
		return { path, wasRedirected, originalName: nameIn(source.url) };
	}
	const binary = context.helpers.assertBinaryData(itemIndex, source.binaryPropertyName);
	const { fileName: originalName } = binary;
	assertSize(binary.bytes ?? 0);
	if (binary.id) {
		const stored = await openStored(context, binary.id);
		assertSize(stored.sizeBytes);
		await save(context, stored.stream, path, GONE);
	} else {
		const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, source.binaryPropertyName);
		assertSize(bytes.length);
		await writeFile(path, bytes, { mode: 0o600 });
	}
	return { path, originalName, wasRedirected: false };
}

/** What to say when bytes stop coming, by where they come from. */
const GONE = new SvaraError(
	'invalid_input',
	"The file in 'Input Data Field Name' is no longer in n8n's store",
	'Run the workflow again from the node that makes the file',
);
const INTERRUPTED = new SvaraError(
	'audio_fetch_failed',
	'The connection broke off, or took too long, before the whole audio had arrived',
	"Run the item again; if it happens each time, raise the option 'Timeout' or use another server",
);

async function openStored(
	{ helpers }: IExecuteFunctions,
	id: string,
): Promise<{ stream: Readable; sizeBytes: number }> {
	try {
		const { fileSize: sizeBytes } = await helpers.getBinaryMetadata(id);
		return { sizeBytes, stream: await helpers.getBinaryStream(id) };
	} catch {
		throw GONE;
	}
}

async function save(
	context: IExecuteFunctions,
	stream: Readable,
	path: string,
	interrupted: SvaraError,
): Promise<void> {
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
		throw interrupted;
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

/** The last part of a URL's path, as a person would write it. */
function nameIn(url: string): string {
	const name = basename(new URL(url).pathname);
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
