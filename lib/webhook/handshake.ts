import { createHash, timingSafeEqual } from 'node:crypto';

import type { JsonObject } from '../jsonValues';
import { textOf } from './values';

/**
 * What to answer a request that has the right verify token; the last to any request at all.
 * https://github.com/hookmyapp/webhook-starter-kit/blob/main/src/index.js is such a callback.
 */
export const HANDSHAKE_REPLIES = ['challenge', 'verifyToken', 'verifyTokenAlways'] as const;

export type HandshakeReply = (typeof HANDSHAKE_REPLIES)[number];

/**
 * Answers the verification request that Meta makes when a callback is registered:
 * `hub.mode=subscribe`, the verify token and a challenge to repeat. A gateway may ask in its own way.
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
	if (reply === 'verifyTokenAlways') return verifyToken || undefined;
	const token = textOf(query['hub.verify_token'])?.trim();
	if (query['hub.mode'] !== 'subscribe' || token === undefined) return undefined;
	if (verifyToken === '' || !isSame(token, verifyToken)) return undefined;
	return reply === 'verifyToken' ? verifyToken : textOf(query['hub.challenge']);
}

/**
 * Whether the reply would tell anybody who asks what webhooks are signed with: some gateways sign with
 * the verify token.
 */
export const givesAwaySecret = (
	reply: HandshakeReply,
	verifyToken: string,
	secrets: readonly string[],
): boolean => reply === 'verifyTokenAlways' && secrets.includes(verifyToken);

/** In constant time, whatever the lengths: digests are equally long. */
function isSame(a: string, b: string): boolean {
	return timingSafeEqual(sha256(a), sha256(b));
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
