import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { IExecuteFunctions } from 'n8n-workflow';

import { filesOnTheMove } from '../shared/byteBudget';
import { cancelled, SvaraError } from '../shared/failure';
import { openUrl } from './openUrl';
import type { ReadableSource } from './parameters/fields';

/** A file on disk, where the engines and the upload read it. */
export interface LoadedFile {
	path: string;
	/** What the file was called where it came from; for naming results, never for deciding anything. */
	originalName?: string;
	/** Whether a URL led to the bytes at once, so that Meta would find the same at it. */
	wasRedirected: boolean;
	/** As the source declares it: hearsay. */
	declaredType?: string;
}

/** What is to be loaded, and where to. */
export interface Loading {
	/** For sentences: `audio`, `image` … */
	noun: string;
	maxBytes: number;
	/** What to do about a file that is larger. */
	tooLargeFix: string;
	timeoutMs: number;
	path: string;
	/** Looks at each address before it is opened, redirects included; throws to refuse it. */
	checkAddress?: (url: string) => void;
}

/**
 * Puts an item's file where it is wanted, streamed, and never more of it than asked for.
 * @throws SvaraError `invalid_input`, `audio_too_large`, `audio_fetch_failed`, `cancelled`
 */
export async function loadFile(
	context: IExecuteFunctions,
	itemIndex: number,
	source: ReadableSource,
	loading: Loading,
): Promise<LoadedFile> {
	const { path } = loading;
	if (source.kind === 'url') {
		const opened = await openUrl(context, source.url, loading);
		const { stream, wasRedirected, sizeBytes, declaredType } = opened;
		if (sizeBytes > loading.maxBytes) stream.destroy();
		assertSize(sizeBytes, loading);
		await save(context, stream, loading, interrupted(loading.noun));
		const originalName = nameIn(source.url);
		return { path, wasRedirected, originalName, ...(declaredType ? { declaredType } : {}) };
	}
	const binary = context.helpers.assertBinaryData(itemIndex, source.binaryPropertyName);
	const { fileName: originalName, mimeType: declaredType } = binary;
	assertSize(binary.bytes ?? 0, loading);
	if (binary.id) {
		const stored = await openStored(context, binary.id);
		assertSize(stored.sizeBytes, loading);
		const copy = async () => await save(context, await stored.open(), loading, GONE);
		await filesOnTheMove.spend(stored.sizeBytes, copy, context.getExecutionCancelSignal());
	} else {
		const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, source.binaryPropertyName);
		assertSize(bytes.length, loading);
		await writeFile(path, bytes, { mode: 0o600 });
	}
	return { path, originalName, declaredType, wasRedirected: false };
}

/** What to say when bytes stop coming, by where they come from. */
const GONE = new SvaraError(
	'invalid_input',
	"The file in 'Input Data Field Name' is no longer in n8n's store",
	'Run the workflow again from the node that makes the file',
);
const interrupted = (noun: string) =>
	new SvaraError(
		'audio_fetch_failed',
		`The connection broke off, or took too long, before the whole ${noun} had arrived`,
		"Run the item again; if it happens each time, raise the option 'Timeout' or use another server",
	);

async function openStored(
	{ helpers }: IExecuteFunctions,
	id: string,
): Promise<{ sizeBytes: number; open: () => Promise<Readable> }> {
	const orGone = () => {
		throw GONE;
	};
	const { fileSize: sizeBytes } = await helpers.getBinaryMetadata(id).catch(orGone);
	return { sizeBytes, open: async () => await helpers.getBinaryStream(id).catch(orGone) };
}

async function save(
	context: IExecuteFunctions,
	stream: Readable,
	loading: Loading,
	interruption: SvaraError,
): Promise<void> {
	const signal = context.getExecutionCancelSignal();
	let sizeBytes = 0;
	const counter = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			sizeBytes += chunk.length;
			try {
				assertSize(sizeBytes, loading);
				done(null, chunk);
			} catch (tooLarge) {
				done(tooLarge as Error);
			}
		},
	});
	try {
		await pipeline(stream, counter, createWriteStream(loading.path, { mode: 0o600 }), { signal });
	} catch (fault) {
		if (signal?.aborted) throw cancelled();
		if (fault instanceof SvaraError) throw fault;
		throw interruption;
	}
}

function assertSize(sizeBytes: number, { noun, maxBytes, tooLargeFix }: Loading): void {
	if (sizeBytes <= maxBytes) return;
	throw new SvaraError(
		'audio_too_large',
		`The ${noun} is larger than ${maxBytes / 1024 ** 2} MB`,
		tooLargeFix,
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
