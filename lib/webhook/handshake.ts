import { createHash, timingSafeEqual } from 'node:crypto';

import type { JsonObject } from '../jsonValues';
import { textOf } from './values';

/** What to answer a request that has the right verify token. */
export type HandshakeReply = 'challenge' | 'verifyToken';

/**
 * Answers the verification request that Meta makes when a callback is registered:
 * `hub.mode=subscribe`, the verify token and a challenge to repeat.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 *
 * @param verifyToken from the credential; empty refuses every request
 * @returns the text of a 200, or undefined for a 403
 */
export function answerHandshake(
	query: JsonObject,
	verifyToken: string,
	reply: HandshakeReply,
): string | undefined {
	const token = textOf(query['hub.verify_token'])?.trim();
	if (query['hub.mode'] !== 'subscribe' || token === undefined) return undefined;
	if (verifyToken === '' || !isSame(token, verifyToken)) return undefined;
	return reply === 'verifyToken' ? verifyToken : textOf(query['hub.challenge']);
}

/** In constant time, whatever the lengths: digests are equally long. */
function isSame(a: string, b: string): boolean {
	return timingSafeEqual(sha256(a), sha256(b));
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
