import { GraphError, sendMessage, textMessage, type SendPolicy } from '../../../lib/graph';
import { DisclosureRecord } from './disclosureRecord';
import type { Sending } from '../execution/call';
import { hint } from './hint';
import type { SendRequest } from '../parameters/sendRequest';

/**
 * Tells the recipient that a machine is answering, unless they have been told within the lapse.
 * What it throws keeps the message itself from being sent. A disclosure whose outcome nobody knows
 * stays due, and the next message says it again: hearing it twice does less harm than never.
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
	try {
		await sendMessage(client, textMessage(text), { recipientId, ...(tag ? { tag } : {}) }, policy);
	} catch (thrown) {
		throw thrown instanceof GraphError ? aboutDisclosure(thrown) : thrown;
	}
	if (!(await record.markSaid())) hint(context, UNRECORDED);
}

const UNRECORDED =
	'n8n could not record that a disclosure was sent: it may be repeated with the next message to the same customer';

function aboutDisclosure(failure: GraphError): GraphError {
	const { code, delivered, message, fix } = failure;
	if (code === 'cancelled') return failure;
	if (delivered === 'unknown') {
		return failure.with({
			what: 'Meta did not say whether the disclosure was delivered, so the message behind it was not sent',
			fix: "Run the item again to send the message: the disclosure is said again before it. If it is in the conversation already and may not appear twice, remove the option 'Disclosure' for this run",
		});
	}
	const reason = message.charAt(0).toLowerCase() + message.slice(1);
	return failure.with({
		what: `The disclosure was not sent, and so the message behind it was not sent either: ${reason}`,
		fix,
	});
}
