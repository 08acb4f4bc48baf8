import { randomInt } from 'node:crypto';
import { STATUS_CODES } from 'node:http';

import axios, { isAxiosError } from 'axios';

import type { Outgoing } from '../http/outgoing';
import { GraphError } from '../model/graphError';
import { WEBHOOK_USER_AGENT } from './sign';

/**
 * Meta's verification request: asks a callback whether it wants this app's webhooks: `GET` with `hub.mode`, `hub.challenge` and
 * `hub.verify_token`, to be answered with 200 and the bare challenge.
 * Source: Meta, "Webhooks: getting started"; the error's text from a recorded answer.
 * @throws GraphError 100 for something that is no usable URL, 2200 if the callback does not agree
 */
export async function verifyCallback(
	callbackUrl: string,
	verifyToken: string,
	timeoutMs: number,
	outgoing: Outgoing,
): Promise<void> {
	const url = parseCallback(callbackUrl);
	const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
	url.searchParams.set('hub.mode', 'subscribe');
	url.searchParams.set('hub.challenge', challenge);
	url.searchParams.set('hub.verify_token', verifyToken);
	const answer = await ask(url, timeoutMs, outgoing);
	if (answer.status !== 200) {
		const message = STATUS_CODES[answer.status] ?? '';
		throw refused(`HTTP Status Code = ${answer.status}; HTTP Message = ${message}`);
	}
	if (answer.text !== challenge) throw refused('the response does not match the challenge');
}

function parseCallback(text: string): URL {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
	throw new GraphError('parameterInvalid', {
		parameter: 'callback_url',
		must: 'should represent a valid secure URL',
	});
}

async function ask(
	url: URL,
	timeoutMs: number,
	outgoing: Outgoing,
): Promise<{ status: number; text: string }> {
	try {
		const { status, data } = await axios.get<Buffer>(url.href, {
			responseType: 'arraybuffer',
			signal: AbortSignal.timeout(timeoutMs),
			maxRedirects: 0,
			headers: { 'User-Agent': WEBHOOK_USER_AGENT, Accept: '*/*' },
			validateStatus: () => true,
			...outgoing.settingsFor(url),
		});
		return { status, text: data.toString('utf8') };
	} catch (cause) {
		if (!isAxiosError(cause)) throw cause;
		throw refused(cause.code === 'ERR_CANCELED' ? 'curl_errno = 28' : 'curl_errno = 7');
	}
}

const refused = (reason: string): GraphError => new GraphError('callbackRefused', { reason });
