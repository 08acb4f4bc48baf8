import { randomInt } from 'node:crypto';
import { STATUS_CODES } from 'node:http';

import { ask, type Asked } from '../http/ask';
import type { Outgoing } from '../http/outgoing';
import { GraphError } from '../model/graphError';
import { fixFor, type Handshake } from '../model/handshake';
import { WEBHOOK_USER_AGENT } from './sign';

/** Meta's 2200, with how the callback was asked. */
export class CallbackRefused extends GraphError {
	constructor(
		reason: string,
		readonly handshake: Handshake,
	) {
		super('callbackRefused', { reason });
	}
}

/**
 * Meta's verification request, which asks a callback whether it wants this app's webhooks: `GET` with
 * `hub.mode`, `hub.challenge` and `hub.verify_token`, to be answered with 200 and the bare challenge.
 * Source: Meta, "Webhooks: getting started"; the error's text from a recorded answer.
 * @throws GraphError 100 for something that is no usable URL, CallbackRefused (2200) if the callback does
 *   not agree
 */
export async function verifyCallback(
	callbackUrl: string,
	verifyToken: string,
	timeoutMs: number,
	outgoing: Outgoing,
): Promise<Handshake> {
	const url = parseCallback(callbackUrl);
	const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
	url.searchParams.set('hub.mode', 'subscribe');
	url.searchParams.set('hub.challenge', challenge);
	url.searchParams.set('hub.verify_token', verifyToken);
	const headers = { 'User-Agent': WEBHOOK_USER_AGENT, Accept: '*/*' };
	const asked = await ask(url.href, { method: 'GET', headers, timeoutMs, outgoing });
	const handshake = handshakeOf(url.href, asked);
	const reason = refusalOf(asked, challenge);
	if (reason === undefined) return handshake;
	const fix = fixFor(asked.answer?.status, asked.failure);
	throw new CallbackRefused(reason, { ...handshake, refusal: { reason, fix } });
}

function handshakeOf(url: string, { answer, durationMs }: Asked): Handshake {
	const request = { method: 'GET', url } as const;
	if (answer === undefined) return { request, durationMs };
	const { status, body } = answer;
	return { request, answer: { status, body: body.toString('utf8') }, durationMs };
}

function refusalOf({ answer, failure }: Asked, challenge: string): string | undefined {
	if (answer === undefined) return failure === 'timeout' ? 'curl_errno = 28' : 'curl_errno = 7';
	const { status, body } = answer;
	if (status !== 200) {
		return `HTTP Status Code = ${status}; HTTP Message = ${STATUS_CODES[status] ?? ''}`;
	}
	const isRight = body.toString('utf8') === challenge;
	return isRight ? undefined : 'the response does not match the challenge';
}

function parseCallback(text: string): URL {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
	throw new GraphError('parameterInvalid', {
		parameter: 'callback_url',
		must: 'should represent a valid secure URL',
	});
}
