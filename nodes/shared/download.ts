import { pipeline } from 'node:stream/promises';

import { SvaraError } from './failure';
import { requestStream, type HttpContext, type StreamedAnswer } from './http';

/** Followed by hand, so that the caller and n8n's protection look at each address. */
const MAX_REDIRECTS = 5;

/** Meta's CDN and some file hosts answer a web page to what does not look like a browser. */
const HEADERS = {
	Accept: 'audio/*, video/*;q=0.9, image/*;q=0.9, application/octet-stream;q=0.8, */*;q=0.5',
	'User-Agent':
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
};

/** Why a file could not be had. */
export type DownloadFault =
	/** `unanswered`, `timedOut`: the signal aborted before, or while, the bytes came. */
	| { kind: 'unreachable' | 'blockedByN8n' | 'unanswered' | 'timedOut' | 'brokenOff' }
	| { kind: 'redirectsElsewhere' | 'webPage' | 'tooLarge' }
	| { kind: 'tooManyRedirects'; max: number }
	| { kind: 'status'; status: number };

export interface DownloadRequest {
	url: string;
	maxBytes: number;
	/** Ends the download: a deadline, a cancelled execution. */
	signal: AbortSignal;
	/** Looks at each address before it is opened, redirects included; throws to refuse it. */
	checkAddress?: (url: string) => void;
	/** The caller's error for a fault, in words for its users. */
	toError: (fault: DownloadFault) => Error;
}

export interface Downloaded<T> {
	/** What `receive` has made of the bytes. */
	received: T;
	/** False where the URL led to the bytes at once. */
	wasRedirected: boolean;
	/** The Content-Type with its parameters, in lower case; '' where the server does not say. */
	declaredType: string;
}

/**
 * Downloads a file through n8n's request helper, streamed, and never more of it than asked for. No
 * token goes along.
 * @param receive takes the bytes as they come
 * @throws what `toError` makes of a fault, what `checkAddress` throws, and a SvaraError that `receive` throws
 */
export async function download<T>(
	context: HttpContext,
	request: DownloadRequest,
	receive: (bytes: AsyncIterable<Buffer>) => Promise<T>,
): Promise<Downloaded<T>> {
	const { maxBytes, signal, toError } = request;
	const { answer, wasRedirected } = await open(context, request);
	const { headers, body } = answer;
	const declaredType = typeOf(headers);
	const refused = refusalOf(declaredType, Number(headers['content-length'] ?? 0), maxBytes);
	if (refused) {
		body.destroy();
		throw toError(refused);
	}
	const tooLarge = new Error('Too large');
	try {
		const received = await pipeline(body, atMost(maxBytes, tooLarge), receive, { signal });
		return { received, wasRedirected, declaredType };
	} catch (fault) {
		// The receiver's own trouble, a full disk perhaps, is no fault of the download.
		if (fault instanceof SvaraError) throw fault;
		if (fault === tooLarge) throw toError({ kind: 'tooLarge' });
		throw toError({ kind: signal.aborted ? 'timedOut' : 'brokenOff' });
	}
}

/** A step of a pipeline that lets so many bytes pass, and fails with the error at one more. */
export const atMost = (maxBytes: number, tooLarge: Error) =>
	async function* (bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
		let sizeBytes = 0;
		for await (const chunk of bytes) {
			sizeBytes += chunk.length;
			if (sizeBytes > maxBytes) throw tooLarge;
			yield chunk;
		}
	};

async function open(
	context: HttpContext,
	{ url, signal, checkAddress, toError }: DownloadRequest,
): Promise<{ answer: StreamedAnswer; wasRedirected: boolean }> {
	let address = url;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
		checkAddress?.(address);
		const answer = await get(context, address, signal).catch((fault: unknown) => {
			throw toError({ kind: signal.aborted ? 'unanswered' : unreached(fault) });
		});
		const { statusCode: status, headers } = answer;
		if (status >= 200 && status < 300) return { answer, wasRedirected: redirects > 0 };
		answer.body.destroy();
		const { location } = headers;
		if (status < 300 || status >= 400 || !location || typeof location !== 'string') {
			throw toError({ kind: 'status', status });
		}
		const next = URL.canParse(location, address) ? new URL(location, address) : undefined;
		if (!next || !/^https?:$/.test(next.protocol)) throw toError({ kind: 'redirectsElsewhere' });
		address = next.href;
	}
	throw toError({ kind: 'tooManyRedirects', max: MAX_REDIRECTS });
}

async function get(
	context: HttpContext,
	url: string,
	abortSignal: AbortSignal,
): Promise<StreamedAnswer> {
	abortSignal.throwIfAborted();
	return await requestStream(context, { method: 'GET', url, headers: HEADERS, abortSignal });
}

/** n8n names the errors of its SSRF protection so. */
const unreached = (fault: unknown) =>
	fault instanceof Error && /^Ssrf/.test(fault.name) ? 'blockedByN8n' : 'unreachable';

function refusalOf(
	declaredType: string,
	sizeBytes: number,
	maxBytes: number,
): DownloadFault | undefined {
	if (/^(text\/html|application\/xhtml\+xml)\b/.test(declaredType)) return { kind: 'webPage' };
	return sizeBytes > maxBytes ? { kind: 'tooLarge' } : undefined;
}

const typeOf = (headers: StreamedAnswer['headers']): string =>
	String(headers['content-type'] ?? '')
		.trim()
		.toLowerCase();
