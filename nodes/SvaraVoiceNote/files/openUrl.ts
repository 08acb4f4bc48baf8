import type { Readable } from 'node:stream';

import type { IExecuteFunctions } from 'n8n-workflow';

import { cancelled, SvaraError } from '../../shared/failure';
import { requestStream, type StreamedAnswer } from '../../shared/http';

/** Followed by hand, so that n8n's protection looks at each address. */
const MAX_REDIRECTS = 5;

/** Some file hosts answer a login page to anything that does not look like a browser. */
const HEADERS = {
	Accept: 'audio/*, video/*;q=0.9, image/*;q=0.9, application/octet-stream;q=0.8, */*;q=0.5',
	'User-Agent': 'Mozilla/5.0 (compatible; n8n-nodes-svara)',
};

export interface OpenedUrl {
	stream: Readable;
	wasRedirected: boolean;
	/** As announced; 0 when the server does not say. */
	sizeBytes: number;
	/** The Content-Type without parameters; '' when the server does not say. */
	declaredType: string;
}

/** What is to be opened, and how. */
export interface Opening {
	/** For sentences: `audio`, `image` … */
	noun: string;
	timeoutMs: number;
	/** Looks at each address before it is opened, redirects included; throws to refuse it. */
	checkAddress?: (url: string) => void;
}

/**
 * Opens a URL for reading, through n8n's request helper.
 * @throws SvaraError `audio_fetch_failed`, or `cancelled`
 */
export async function openUrl(
	context: IExecuteFunctions,
	url: string,
	{ noun, timeoutMs, checkAddress }: Opening,
): Promise<OpenedUrl> {
	const deadline = AbortSignal.timeout(timeoutMs);
	const cancelSignal = context.getExecutionCancelSignal();
	const abortSignal = cancelSignal ? AbortSignal.any([deadline, cancelSignal]) : deadline;
	let address = url;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
		checkAddress?.(address);
		const { statusCode, headers, body } = await get(context, address, abortSignal);
		if (statusCode >= 200 && statusCode < 300) {
			abortSignal.addEventListener('abort', () => body.destroy(new Error('aborted')), {
				once: true,
			});
			const declaredType = typeOf(headers);
			if (/^(text\/html|application\/xhtml\+xml)$/.test(declaredType)) {
				body.destroy();
				throw fetchFailed(
					`The URL answers with a web page, not with ${withArticle(noun)}`,
					'Use the direct link to the file: opened in a private browser window, it must play or download at once',
				);
			}
			const sizeBytes = Number(headers['content-length'] ?? 0);
			return { stream: body, wasRedirected: redirects > 0, sizeBytes, declaredType };
		}
		body.destroy();
		const location = headers.location;
		if (statusCode < 300 || statusCode >= 400 || !location || typeof location !== 'string') {
			throw fetchFailed(
				`The URL answers with status ${statusCode}`,
				statusCode === 401 || statusCode === 403
					? 'Use a link that opens without login, or download the file with an HTTP Request node and choose Binary as the source'
					: 'Check the link in a private browser window and correct it',
			);
		}
		address = nextAddress(location, address);
	}
	throw fetchFailed(
		`The URL redirects more than ${MAX_REDIRECTS} times`,
		'Use the final address of the file',
	);
}

async function get(
	context: IExecuteFunctions,
	url: string,
	abortSignal: AbortSignal,
): Promise<StreamedAnswer> {
	try {
		return await requestStream(context, { method: 'GET', url, headers: HEADERS, abortSignal });
	} catch (fault) {
		if (context.getExecutionCancelSignal()?.aborted) throw cancelled();
		if (abortSignal.aborted) {
			throw fetchFailed(
				'The URL did not answer in time',
				"Check that the server is up, or raise the option 'Timeout'",
			);
		}
		const { name } = fault as Error;
		if (/^Ssrf/.test(name)) {
			throw fetchFailed(
				"n8n's own protection blocks the address of the file",
				'Use a public address, or allow the host with N8N_SSRF_ALLOWED_HOSTNAMES',
			);
		}
		throw fetchFailed(
			'The URL could not be reached',
			'Check the address for typing slips and that this machine can open it',
		);
	}
}

function nextAddress(location: string, base: string): string {
	const next = URL.canParse(location, base) ? new URL(location, base) : undefined;
	if (next && /^https?:$/.test(next.protocol)) return next.href;
	throw fetchFailed(
		'The URL redirects to something that is not a web address',
		'Use the final address of the file',
	);
}

const typeOf = (headers: StreamedAnswer['headers']): string =>
	String(headers['content-type'] ?? '')
		.split(';')[0]
		?.trim()
		.toLowerCase() ?? '';

const withArticle = (noun: string): string =>
	({ audio: 'audio', image: 'an image' })[noun] ?? `a ${noun}`;

const fetchFailed = (message: string, fix: string) =>
	new SvaraError('audio_fetch_failed', message, fix);
