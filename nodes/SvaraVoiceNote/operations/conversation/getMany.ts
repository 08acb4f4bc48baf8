import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { listConversations, readOwnIds, type Conversation } from '../../../../lib/graph';
import { openCall, toItem, type Call } from '../../execution/call';
import { readText } from '../../parameters/fields';
import { invalid } from '../../parameters/options';

/** One page; Meta takes two of these calls a second. */
const PAGE_SIZE = 50;
const DEFAULT_LIMIT = 50;

/**
 * Who this account has talked to and when, the latest first: one output item each.
 * @throws SvaraError or GraphError
 */
export async function getMany(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const call = await openCall(context, itemIndex);
	const { platform } = call;
	const conversations = await collect(call, readLimit(context, itemIndex));
	return conversations.map(({ id, customerId, customerName, updatedAt }) =>
		toItem(call, {
			platform,
			customerId,
			...(customerName ? { customerName } : {}),
			...(updatedAt ? { updatedAt } : {}),
			conversationId: id,
		}),
	);
}

function readLimit(context: IExecuteFunctions, itemIndex: number): number {
	if (context.getNodeParameter('returnAll', itemIndex, false)) return Infinity;
	const limit = Number(readText(context, itemIndex, 'limit') || DEFAULT_LIMIT);
	if (Number.isInteger(limit) && limit >= 1) return limit;
	throw invalid("'Limit' is not a whole number from 1", "Enter one, or switch on 'Return All'");
}

async function collect({ client, policy }: Call, limit: number): Promise<Conversation[]> {
	const ownIds = await readOwnIds(client, policy);
	const found: Conversation[] = [];
	let after: string | undefined;
	do {
		const pageSize = Math.min(PAGE_SIZE, limit - found.length);
		const page = await listConversations(client, { limit: pageSize, after }, ownIds, policy);
		found.push(...page.conversations);
		({ after } = page);
	} while (after !== undefined && found.length < limit);
	return found.slice(0, limit);
}
