import { randomUUID } from 'node:crypto';

import type { Send } from '../../lib/graph';

/** Somebody may be waiting in the editor; an n8n that lives answers in milliseconds. */
const TIMEOUT_MS = 5_000;

/**
 * Asks a callback what Meta asks it, and tells whether it answers: then an n8n lives behind it, and its
 * webhooks are not to be moved away. Never rejects; silence is a no.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests
 */
export async function answersHandshake(
	send: Send,
	callbackUrl: string,
	verifyToken: string,
): Promise<boolean> {
	const challenge = randomUUID();
	const url = new URL(callbackUrl);
	url.searchParams.set('hub.mode', 'subscribe');
	url.searchParams.set('hub.verify_token', verifyToken);
	url.searchParams.set('hub.challenge', challenge);
	try {
		const { status, body } = await send({
			method: 'GET',
			url: url.href,
			headers: {},
			timeoutMs: TIMEOUT_MS,
			abortable: true,
		});
		// With the option 'Handshake Reply' it says the token instead.
		return status === 200 && [challenge, verifyToken].includes(body.trim());
	} catch {
		return false;
	}
}
