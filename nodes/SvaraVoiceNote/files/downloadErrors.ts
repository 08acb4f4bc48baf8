import type { DownloadFault } from '../../shared/download';
import { SvaraError } from '../../shared/failure';

const fetchFailed = (message: string, fix: string) =>
	new SvaraError('audio_fetch_failed', message, fix);

const withArticle = (noun: string): string =>
	({ audio: 'audio', image: 'an image' })[noun] ?? `a ${noun}`;

/**
 * The error for a file that could not be downloaded.
 * @param noun what was to be downloaded: `audio`, `image` …
 */
export function downloadFailed(
	fault: DownloadFault,
	noun: string,
	tooLarge: SvaraError,
): SvaraError {
	switch (fault.kind) {
		case 'unreachable':
			return fetchFailed(
				'The URL could not be reached',
				'Check the address for typing slips and that this machine can open it',
			);
		case 'blockedByN8n':
			return fetchFailed(
				"n8n's own protection blocks the address of the file",
				'Use a public address, or allow the host with N8N_SSRF_ALLOWED_HOSTNAMES',
			);
		case 'unanswered':
			return fetchFailed(
				'The URL did not answer in time',
				"Check that the server is up, or raise the option 'Timeout'",
			);
		case 'status':
			return fetchFailed(
				`The URL answers with status ${fault.status}`,
				fault.status === 401 || fault.status === 403
					? 'Use a link that opens without login, or download the file with an HTTP Request node and choose Binary as the source'
					: 'Check the link in a private browser window and correct it',
			);
		case 'webPage':
			return fetchFailed(
				`The URL answers with a web page, not with ${withArticle(noun)}`,
				'Use the direct link to the file: opened in a private browser window, it must play or download at once',
			);
		case 'redirectsElsewhere':
			return fetchFailed(
				'The URL redirects to something that is not a web address',
				'Use the final address of the file',
			);
		case 'tooManyRedirects':
			return fetchFailed(
				`The URL redirects more than ${fault.max} times`,
				'Use the final address of the file',
			);
		case 'timedOut':
		case 'brokenOff':
			return fetchFailed(
				`The connection broke off, or took too long, before the whole ${noun} had arrived`,
				"Run the item again; if it happens each time, raise the option 'Timeout' or use another server",
			);
		case 'tooLarge':
			return tooLarge;
	}
}
