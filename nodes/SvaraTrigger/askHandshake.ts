import { randomUUID } from 'node:crypto';

import type { Send } from '../../lib/graph';

/** Somebody may be waiting in the editor; a running n8n answers in milliseconds. */
const TIMEOUT_MS = 5_000;

/**
 * Makes Meta's verification request to a callback, and says whether it is answered: then an n8n is
 * running there, and its webhooks must not be moved away. Never rejects; no answer counts as no.
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
		// With the option 'Handshake Reply' it answers with the token instead.
		return status === 200 && [challenge, verifyToken].includes(body.trim());
	} catch {
		return false;
	}
}
