import { GraphError, sendMessage, textMessage, type SendPolicy } from '../../../lib/graph';
import type { Sending } from '../execution/call';
import type { SendRequest } from '../parameters/sendRequest';
import { isDue, readDisclosure } from './disclosureRecord';
import { hint } from './hint';
import { postAsOwn } from './postAsOwn';

/**
 * Tells the recipient that a machine is answering, unless they have been told within the lapse.
 * What it throws keeps the message itself from being sent. A disclosure whose outcome nobody knows
 * stays due, and the next message says it again: hearing it twice does less harm than never.
 * @throws SvaraError if the ledger cannot say whether it is due; GraphError, which names the disclosure
 */
export async function disclose(
	sending: Sending,
	{ text, lapseHours }: NonNullable<SendRequest['disclosure']>,
	policy: SendPolicy,
): Promise<void> {
	const { context, client, recipientId, request } = sending;
	const lastTime = await readDisclosure(sending);
	if (!isDue(lastTime, lapseHours)) return;
	const { tag } = request;
	try {
		const options = { recipientId, ...(tag ? { tag } : {}) };
		await postAsOwn(sending, policy, async (asOwn) => {
			return await sendMessage(client, textMessage(text), options, asOwn);
		});
	} catch (thrown) {
		throw thrown instanceof GraphError ? aboutDisclosure(thrown) : thrown;
	}
	if (!(await lastTime.renew())) hint(context, UNRECORDED);
}

const UNRECORDED =
	'It could not be recorded yet that a disclosure was sent: until it is, the next message to the same customer may repeat it';

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
