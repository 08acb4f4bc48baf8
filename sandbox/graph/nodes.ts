import { GraphError } from '../model/graphError';
import { threadsOf } from '../world/threads';
import type { Call } from './call';
import { listMessages, readConversation, readMessage } from './conversations';
import { readCustomer } from './customer';

/** Answers a call about the object it names. */
export type NodeAnswer = (call: Call) => object;

/**
 * What `GET /{id}` and `GET /{id}/{edge}` show of the objects an account can see besides itself: its
 * customers, conversations and messages. `undefined` for anybody else's.
 * @param edge empty for the object itself
 */
export function findNode(call: Call, id: string, edge: string): NodeAnswer | undefined {
	const { world, account } = call;
	const threads = threadsOf(world, account);
	const thread = threads.find((each) => each.id === id);
	if (thread !== undefined) {
		if (edge === 'messages') return (asked) => listMessages(asked, thread);
		return edge === '' ? (asked) => readConversation(asked, thread) : undefined;
	}
	if (edge !== '') return undefined;
	const recipient = world.findRecipient(account, id);
	if (recipient !== undefined) return (asked) => readCustomer(asked, recipient);
	for (const each of threads) {
		const at = each.messages.findIndex((message) => message.id === id);
		if (at >= 0) return (asked) => readMessage(asked, each, at);
	}
	const isUnsent = world.customerMessages.some(
		(each) => each.isDeleted && each.accountId === account.id && each.messageId === id,
	);
	return isUnsent ? refuseDeleted : undefined;
}

const refuseDeleted: NodeAnswer = () => {
	throw new GraphError('messageDeleted');
};
