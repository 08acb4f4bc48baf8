import { createGraphClient, sendSenderAction } from '../../../lib/graph';
import { httpSend } from '../../shared/http';
import type { Sending } from '../execution/call';

/** Meta answers this at once, or the item should not wait for it. */
const TYPING_TIMEOUT_MS = 5_000;

/** Shows the customer that an answer is on its way, where that is wanted; nothing waits for it. */
export async function whileTyping<T>(sending: Sending, work: () => Promise<T>): Promise<T> {
	const { context, recipientId, request, policy, ending } = sending;
	if (!request.showTyping || (await isPaused(sending))) return await work();
	const timeoutMs = Math.min(sending.timeoutMs, TYPING_TIMEOUT_MS);
	const client = createGraphClient(sending.client.account, httpSend(context, ending), timeoutMs);
	// If Meta refuses it, the message still goes out.
	const once = { ...policy, maxRetries: 0 };
	const typing = sendSenderAction(client, recipientId, 'typing_on', once).catch(() => {});
	try {
		return await work();
	} finally {
		await typing;
	}
}

/** While Meta has the account wait, the calls it may make are left to the messages. */
const isPaused = async ({ client, policy }: Sending): Promise<boolean> =>
	(await policy.rateLimiter.pausedForMs(client.account.key)) > 0;
