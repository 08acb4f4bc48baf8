import { hashedKey } from '../../../lib/ledger';
import type { Posting, Sending } from '../execution/call';
import { nodeRunOf } from '../execution/nodeRun';

/**
 * What stands for an item's message: the key that the user has given it, within the node; else its place in
 * the execution. Undefined where it has neither, as in an AI Agent's tool.
 */
export function messageKey({ context, itemIndex, request }: Posting): string | undefined {
	const { id: workflowId = '' } = context.getWorkflow();
	const { idempotencyKey } = request;
	if (idempotencyKey) {
		return hashedKey('send', workflowId, context.getNode().id, idempotencyKey);
	}
	const { executionId, isTool, id } = nodeRunOf(context);
	if (!executionId || isTool) return undefined;
	return hashedKey('item', workflowId, executionId, id, String(itemIndex));
}

/**
 * What stands for the customer. Meta gives each account an id of its own for a person, so it stands for the
 * account, too.
 * @param what is kept about the customer
 */
export const customerKey = (what: 'doubt' | 'lock', { recipientId }: Sending): string =>
	hashedKey(what, recipientId);
