import { Agent } from 'node:https';
import type { Readable } from 'node:stream';

import axios from 'axios';

import type { Outgoing } from '../http/outgoing';
import { GraphError } from '../model/graphError';

/** Meta's fetcher introduces itself so. Source: Meta, "Facebook crawlers". */
const USER_AGENT = 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)';

const MAX_REDIRECTS = 5;

export interface FetchedMedia {
	bytes: Buffer;
	/** Media type of the response, lower case, without parameters; empty if it had none. */
	contentType: string;
}

export interface FetchLimits {
	outgoing: Outgoing;
	maxBytes: number;
	timeoutMs: number;
	/** Only `https:` will do. */
	needsHttps: boolean;
	/** Certificates are not looked at. */
	trustsAnyCertificate: boolean;
	/** Ends a fetch early when the sandbox closes. */
	signal: AbortSignal;
}

/**
 * Fetches `payload.url` as Meta's servers do during the send: a whole response within the time,
 * any redirects followed, counted while it streams in.
 * @throws GraphError 100 for something that is no URL, 100/2018008 if nothing usable came back or
 *   `outgoing` does not allow that machine, 100/2018109 as soon as it is too large
 */
export async function fetchMedia(url: string, limits: FetchLimits): Promise<FetchedMedia> {
	const target = parseUrl(url);
	if (limits.needsHttps && target.protocol !== 'https:') throw new GraphError('fetchFailed');
	const signal = AbortSignal.any([AbortSignal.timeout(limits.timeoutMs), limits.signal]);
	try {
		const response = await axios.get<Readable>(target.href, {
			responseType: 'stream',
			signal,
			maxRedirects: MAX_REDIRECTS,
			headers: { 'User-Agent': USER_AGENT, Accept: '*/*' },
			validateStatus: (status) => status >= 200 && status < 300,
			...(limits.trustsAnyCertificate
				? { httpsAgent: new Agent({ rejectUnauthorized: false }) }
				: {}),
			...limits.outgoing.settingsFor(target),
		});
		const bytes = await collect(response.data, limits.maxBytes, signal);
		const declared = String(response.headers['content-type'] ?? '');
		return { bytes, contentType: declared.split(';')[0]?.trim().toLowerCase() ?? '' };
	} catch (cause) {
		throw cause instanceof GraphError ? cause : new GraphError('fetchFailed');
	}
}

async function collect(stream: Readable, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
	const giveUp = (): void => void stream.destroy(new Error('aborted'));
	signal.addEventListener('abort', giveUp, { once: true });
	try {
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of stream as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size > maxBytes) throw new GraphError('attachmentTooLarge');
			chunks.push(chunk);
		}
		return Buffer.concat(chunks);
	} finally {
		signal.removeEventListener('abort', giveUp);
		stream.destroy();
	}
}

function parseUrl(text: string): URL {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
		throw new GraphError('parameterInvalid', {
			parameter: 'message[attachment][payload][url]',
			must: 'should represent a valid URL',
		});
	}
	return url;
}
