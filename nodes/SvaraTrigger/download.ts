import type { Readable } from 'node:stream';

import type { IWebhookFunctions } from 'n8n-workflow';

import { requestStream, type StreamedAnswer } from '../shared/http';
import { isMetaMedia } from '../shared/metaMedia';

/** The largest file Meta passes on: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets */
const MAX_BYTES = 25 * 1024 * 1024;

/** Followed by hand, so that each address is checked. */
const MAX_REDIRECTS = 5;

/** Meta's CDN answers a web page to what does not look like a browser. */
const HEADERS = {
	Accept: '*/*',
	'User-Agent':
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
};

/** Why a file was left where it is; the message is for the item. */
export class NotDownloaded extends Error {
	override name = 'NotDownloaded';
}

/**
 * Fetches a file of Meta's, without any token.
 *
 * @param baseUrl the credential's, whose host (a sandbox's or gateway's) is trusted as well
 * @throws NotDownloaded
 */
export async function download(
	context: IWebhookFunctions,
	url: string,
	baseUrl: string,
	deadline: AbortSignal,
): Promise<Buffer> {
	let address = url;
	for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
		if (!isMetaMedia(address, baseUrl)) {
			throw new NotDownloaded('The link does not lead to a media host of Meta');
		}
		if (deadline.aborted) throw tookTooLong();
		const { statusCode, headers, body } = await get(context, address, deadline);
		if (statusCode >= 200 && statusCode < 300) return await read(body, deadline);
		body.destroy();
		const { location } = headers;
		if (statusCode < 300 || statusCode >= 400 || typeof location !== 'string') {
			throw new NotDownloaded(
				`The link answered with status ${statusCode}; links of Meta's expire`,
			);
		}
		address = URL.canParse(location, address) ? new URL(location, address).href : location;
	}
	throw new NotDownloaded(`The link redirects more than ${MAX_REDIRECTS} times`);
}

async function get(
	context: IWebhookFunctions,
	url: string,
	abortSignal: AbortSignal,
): Promise<StreamedAnswer> {
	try {
		return await requestStream(context, { method: 'GET', url, headers: HEADERS, abortSignal });
	} catch {
		if (abortSignal.aborted) throw tookTooLong();
		throw new NotDownloaded('The link could not be reached');
	}
}

async function read(body: Readable, deadline: AbortSignal): Promise<Buffer> {
	const stop = () => body.destroy(tookTooLong());
	deadline.addEventListener('abort', stop, { once: true });
	try {
		if (deadline.aborted) stop();
		const chunks: Buffer[] = [];
		let sizeBytes = 0;
		for await (const chunk of body) {
			chunks.push(chunk as Buffer);
			sizeBytes += (chunk as Buffer).length;
			if (sizeBytes > MAX_BYTES) throw new NotDownloaded('The file is larger than 25 MB');
		}
		return Buffer.concat(chunks);
	} catch (fault) {
		if (fault instanceof NotDownloaded) throw fault;
		throw deadline.aborted ? tookTooLong() : new NotDownloaded('The download broke off');
	} finally {
		deadline.removeEventListener('abort', stop);
	}
}

const tookTooLong = () =>
	new NotDownloaded('The download took longer than Meta waits for an answer');
