import type { IWebhookFunctions } from 'n8n-workflow';

import { MAX_ATTACHMENT_BYTES } from '../../lib/sizes';
import { download, type DownloadFault } from '../shared/download';
import { isMetaMedia } from '../shared/metaMedia';

/** Why a file was left where it is; the message is for the item. */
export class NotDownloaded extends Error {
	override name = 'NotDownloaded';
}

/**
 * Fetches a file of Meta's into memory.
 *
 * @param baseUrl the credential's, whose host (a sandbox's or gateway's) is trusted as well
 * @throws NotDownloaded
 */
export async function downloadMedia(
	context: IWebhookFunctions,
	url: string,
	baseUrl: string,
	deadline: AbortSignal,
): Promise<{ bytes: Buffer; declaredType: string }> {
	const checkAddress = (address: string) => {
		if (!isMetaMedia(address, baseUrl)) throw new NotDownloaded(NOT_META);
	};
	const { received, declaredType } = await download(
		context,
		{ url, maxBytes: MAX_ATTACHMENT_BYTES, signal: deadline, checkAddress, toError },
		async (bytes) => {
			const chunks: Buffer[] = [];
			for await (const chunk of bytes) chunks.push(chunk);
			return Buffer.concat(chunks);
		},
	);
	if (isWebPage(received)) throw toError({ kind: 'webPage' });
	return { bytes: received, declaredType };
}

const NOT_META = 'The link does not lead to a media host of Meta';
const TOO_SLOW = 'The download took longer than Meta waits for an answer';

const REASONS: Readonly<Record<DownloadFault['kind'], string>> = {
	blockedByN8n: 'The link could not be reached',
	brokenOff: 'The download broke off',
	redirectsElsewhere: NOT_META,
	status: "The link answered with status {status}; links of Meta's expire",
	timedOut: TOO_SLOW,
	tooLarge: 'The file is larger than 25 MB',
	tooManyRedirects: 'The link redirects more than {max} times',
	unanswered: TOO_SLOW,
	unreachable: 'The link could not be reached',
	webPage: 'Meta answered with a web page, not with the file',
};

function toError(fault: DownloadFault): NotDownloaded {
	const details: Record<string, string | number> = { ...fault };
	return new NotDownloaded(
		REASONS[fault.kind].replace(/\{(\w+)\}/, (_, name: string) => String(details[name])),
	);
}

/** Meta's media host answers one, with status 200, to clients it does not know. */
const isWebPage = (bytes: Buffer): boolean =>
	/^\s*<(!doctype|html|head|script)/i.test(bytes.toString('latin1', 0, 64));
