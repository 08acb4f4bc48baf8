import { GraphError, sendMessage, textMessage, type SendPolicy } from '../../lib/graph';
import { DisclosureRecord } from '../shared/disclosureRecord';
import type { Sending } from './call';
import type { SendRequest } from './parameters/sending';

/**
 * Tells the recipient that a machine is answering, unless they have been told within the lapse.
 * What it throws keeps the message itself from being sent. A disclosure whose outcome nobody knows
 * counts as said: the user is told to look, and nothing is ever said twice.
 * @returns false if it went out and could not be written down for the whole lapse
 * @throws SvaraError if n8n cannot say whether it is due; GraphError, which names the disclosure
 */
export async function disclose(
	sending: Sending,
	{ text, lapseHours }: NonNullable<SendRequest['disclosure']>,
	policy: SendPolicy,
): Promise<boolean> {
	const { context, client, recipientId, request } = sending;
	const { flavour, senderId } = client.account;
	// Not the account's key: that changes with the token.
	const record = new DisclosureRecord(
		context,
		`${flavour.name}:${senderId}:${recipientId}`,
		lapseHours,
	);
	if (!(await record.claim())) return true;
	const { tag } = request;
	try {
		await sendMessage(client, textMessage(text), { recipientId, ...(tag ? { tag } : {}) }, policy);
	} catch (thrown) {
		if (thrown instanceof GraphError && thrown.delivered === 'unknown') await record.keep();
		else await record.release();
		throw thrown instanceof GraphError ? aboutDisclosure(thrown, lapseHours) : thrown;
	}
	return await record.keep();
}

function aboutDisclosure(failure: GraphError, lapseHours: number): GraphError {
	const { message, fix } = failure;
	const reason = message.charAt(0).toLowerCase() + message.slice(1);
	if (failure.delivered === 'unknown') {
		return failure.retold({
			what: `Meta did not say whether the disclosure was delivered, so the message behind it was not sent`,
			fix: `Look into the conversation. If the disclosure is there, run the item again: it counts as said for ${lapseHours} hours. If it is not, send its text first`,
		});
	}
	if (failure.code === 'cancelled') return failure;
	return failure.retold({
		what: `The disclosure was not sent, and so the message behind it was not sent either: ${reason}`,
		fix,
	});
}
