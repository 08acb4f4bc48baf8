import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { IExecuteFunctions } from 'n8n-workflow';

import { atMost, download } from '../../shared/download';
import { cancelled, SvaraError } from '../../shared/failure';
import type { ReadableSource } from '../parameters/fileSource';
import type { Item } from '../parameters/item';
import { transferBudget } from './byteBudget';
import { downloadFailed } from './downloadErrors';
import { findBinary } from './findBinary';
import { tempFileFault } from './tempFolderFaults';

/** A file on disk, where the engines and the upload read it. */
export interface LoadedFile {
	path: string;
	/** What the file was called where it came from; for naming results, never for deciding anything. */
	originalName?: string;
	/** Whether the URL led elsewhere: Meta may then get other bytes from it than those loaded here. */
	wasRedirected: boolean;
	/** The MIME type that the source declares, with parameters; only where the bytes do not tell. */
	declaredType?: string;
}

/** What is to be loaded, and where to. */
export interface LoadRequest {
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
 * Streams an item's file to the path, and stops at more than the largest size.
 * @throws SvaraError `invalid_input`, `audio_too_large`, `audio_fetch_failed`, `temporarily_unavailable`, `cancelled`
 */
export async function loadFile(
	item: Item,
	source: ReadableSource,
	request: LoadRequest,
): Promise<LoadedFile> {
	return source.kind === 'url'
		? await loadUrl(item, source.url, request)
		: await loadBinary(item, source.binaryPropertyName, request);
}

async function loadUrl(
	{ context, ending }: Item,
	url: string,
	{ noun, maxBytes, tooLargeFix, timeoutMs, path, checkAddress }: LoadRequest,
): Promise<LoadedFile> {
	const deadline = AbortSignal.timeout(timeoutMs);
	const { wasRedirected, declaredType } = await download(
		context,
		{
			url,
			maxBytes,
			signal: AbortSignal.any([deadline, ending]),
			checkAddress,
			toError: (fault) =>
				ending.aborted
					? cancelled()
					: downloadFailed(fault, noun, tooLarge({ noun, maxBytes, tooLargeFix })),
		},
		async (bytes) => {
			await pipeline(bytes, createWriteStream(path, { mode: 0o600 })).catch(orFull);
		},
	);
	return {
		path,
		wasRedirected,
		originalName: nameIn(url),
		...(declaredType ? { declaredType } : {}),
	};
}

async function loadBinary(
	item: Item,
	binaryPropertyName: string,
	request: LoadRequest,
): Promise<LoadedFile> {
	const { context, itemIndex, ending } = item;
	const { path } = request;
	const binary = findBinary(item, binaryPropertyName);
	const { fileName: originalName, mimeType: declaredType } = binary;
	assertSize(binary.bytes ?? 0, request);
	if (binary.id) {
		const stored = await openStored(context, binary.id);
		assertSize(stored.sizeBytes, request);
		const copy = async () => await save(item, await stored.open(), request);
		await transferBudget.spend(stored.sizeBytes, copy, ending);
	} else {
		const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, binaryPropertyName);
		assertSize(bytes.length, request);
		await writeFile(path, bytes, { mode: 0o600 }).catch(orFull);
	}
	return { path, originalName, declaredType, wasRedirected: false };
}

/** Throws on, in words for the user where the disk is at fault. */
function orFull(fault: unknown): never {
	throw tempFileFault(fault) ?? fault;
}

const GONE = new SvaraError(
	'invalid_input',
	"The file in 'Input Data Field Name' is no longer in n8n's store",
	'Run the workflow again from the node that makes the file',
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

async function save({ ending }: Item, stream: Readable, request: LoadRequest): Promise<void> {
	const file = createWriteStream(request.path, { mode: 0o600 });
	try {
		await pipeline(stream, atMost(request.maxBytes, tooLarge(request)), file, {
			signal: ending,
		});
	} catch (fault) {
		if (ending.aborted) throw cancelled();
		if (fault instanceof SvaraError) throw fault;
		throw tempFileFault(fault) ?? GONE;
	}
}

function assertSize(sizeBytes: number, request: LoadRequest): void {
	if (sizeBytes > request.maxBytes) throw tooLarge(request);
}

const tooLarge = ({
	noun,
	maxBytes,
	tooLargeFix,
}: Pick<LoadRequest, 'noun' | 'maxBytes' | 'tooLargeFix'>): SvaraError =>
	new SvaraError(
		'audio_too_large',
		`The ${noun} is larger than ${maxBytes / 1024 ** 2} MB`,
		tooLargeFix,
	);

/** The last part of a URL's path, as a person would write it. */
function nameIn(url: string): string {
	const name = basename(new URL(url).pathname);
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
