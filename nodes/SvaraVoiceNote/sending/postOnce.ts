import type { MessageContent, Receipt, SendPolicy } from '../../../lib/graph';
import type { Sending } from '../execution/call';
import { aloneWithCustomer } from './customerLock';
import { disclose } from './disclose';
import { otherSends } from './otherSends';
import { postAsOwn } from './postAsOwn';
import { postInTurn, type Post, type Posted, type PostRules } from './postInTurn';
import { settleEarlier } from './settleEarlier';

/**
 * Posts a message to its recipient: in its turn, once, and behind the disclosure where that is due.
 * @param content how to recognise it in its conversation; absent where that cannot be done
 */
export async function postOnce<R extends Receipt>(
	sending: Sending,
	post: Post<R>,
	content?: MessageContent,
): Promise<Posted<R>> {
	const { recipientId } = sending;
	const posted = await postInTurn(
		sending,
		rulesOf(sending, content),
		async (policy) => await postAsOwn(sending, withOthers(sending, policy), post),
	);
	// The ledger does not keep whom a message went to.
	return 'skippedBecause' in posted ? posted : Object.assign({ recipientId }, posted);
}

function rulesOf(sending: Sending, content?: MessageContent): PostRules {
	const { recipientId, request } = sending;
	const { disclosure, verifiesUnknown } = request;
	const rules: PostRules = {
		// Meta gives each account an id of its own for a person, so the id alone stands for the thread,
		// whichever way the credentials name the account.
		threadKey: `recipient:${recipientId}`,
		alone: async (task) => await aloneWithCustomer(sending, task),
	};
	if (disclosure) {
		rules.sayFirst = async (policy) => {
			await disclose(sending, disclosure, withOthers(sending, policy));
		};
	}
	if (content && verifiesUnknown) {
		rules.settleEarlier = async (ledger, earlier) =>
			await settleEarlier(ledger, sending, { ...earlier, content });
	}
	return rules;
}

const withOthers = (sending: Sending, policy: SendPolicy): SendPolicy => ({
	...policy,
	verifiesUnknown: sending.request.verifiesUnknown,
	others: otherSends(sending),
});
