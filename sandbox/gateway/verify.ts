import axios, { isAxiosError } from 'axios';

import type { Outgoing } from '../http/outgoing';

/**
 * The gateway's check of a callback, as far as it is known: a bare GET, to be answered with the verify
 * token as the whole body. Whether it carries Meta's parameters is written nowhere.
 * https://github.com/hookmyapp/webhook-starter-kit, README.md, "Verification challenge"
 * @throws Error if the callback answers anything else
 */
export async function verifyAtGateway(
	callbackUrl: string,
	verifyToken: string,
	timeoutMs: number,
	outgoing: Outgoing,
): Promise<void> {
	const answer = await ask(callbackUrl, timeoutMs, outgoing);
	if (answer === verifyToken) return;
	throw new Error(`The callback answered its check with ${answer ?? 'nothing'}`);
}

async function ask(
	url: string,
	timeoutMs: number,
	outgoing: Outgoing,
): Promise<string | undefined> {
	try {
		const { status, data } = await axios.get<Buffer>(url, {
			responseType: 'arraybuffer',
			signal: AbortSignal.timeout(timeoutMs),
			maxRedirects: 0,
			validateStatus: () => true,
			...outgoing.settingsFor(new URL(url)),
		});
		return status === 200 ? data.toString('utf8') : `HTTP ${status}`;
	} catch (cause) {
		if (isAxiosError(cause)) return undefined;
		throw cause;
	}
}
