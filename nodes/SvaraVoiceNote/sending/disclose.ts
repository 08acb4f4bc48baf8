import { GraphError, sendMessage, textMessage, type SendPolicy } from '../../../lib/graph';
import { DisclosureRecord } from './disclosureRecord';
import type { Sending } from '../execution/call';
import { hint } from './hint';
import type { SendRequest } from '../parameters/sendRequest';

/**
 * Tells the recipient that a machine is answering, unless they have been told within the lapse.
 * What it throws keeps the message itself from being sent. A disclosure whose outcome nobody knows
 * counts as said: the user is told to look, and nothing is ever said twice.
 * @throws SvaraError if n8n cannot say whether it is due; GraphError, which names the disclosure
 */
export async function disclose(
	sending: Sending,
	{ text, lapseHours }: NonNullable<SendRequest['disclosure']>,
	policy: SendPolicy,
): Promise<void> {
	const { context, client, recipientId, request } = sending;
	const record = new DisclosureRecord(context, recipientId);
	if (!(await record.isDue(lapseHours))) return;
	const { tag } = request;
	const markSaid = async () => {
		const isRecorded = await record.markSaid();
		if (!isRecorded) hint(context, UNRECORDED);
		return isRecorded;
	};
	try {
		await sendMessage(client, textMessage(text), { recipientId, ...(tag ? { tag } : {}) }, policy);
	} catch (thrown) {
		if (!(thrown instanceof GraphError)) throw thrown;
		const countsAsSaid = thrown.delivered === 'unknown' && (await markSaid());
		throw aboutDisclosure(thrown, countsAsSaid ? lapseHours : 0);
	}
	await markSaid();
}

const UNRECORDED =
	'n8n could not record that a disclosure was sent: it may be repeated with the next message to the same customer';

function aboutDisclosure(failure: GraphError, saidForHours: number): GraphError {
	const { message, fix } = failure;
	const reason = message.charAt(0).toLowerCase() + message.slice(1);
	if (failure.delivered === 'unknown') {
		return failure.with({
			what: `Meta did not say whether the disclosure was delivered, so the message behind it was not sent`,
			fix:
				saidForHours > 0
					? `Look into the conversation. If the disclosure is there, run the item again: it counts as said for ${saidForHours} hours. If it is not, send its text first`
					: 'Look into the conversation. If the disclosure is there, run the item again without it: n8n could not record that it was sent. If it is not, run the item again',
		});
	}
	if (failure.code === 'cancelled') return failure;
	return failure.with({
		what: `The disclosure was not sent, and so the message behind it was not sent either: ${reason}`,
		fix,
	});
}
