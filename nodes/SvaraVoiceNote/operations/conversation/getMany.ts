import { listConversations, readOwnIds, type Conversation } from '../../../../lib/graph';
import { toItem, type Call } from '../../execution/call';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { readText, readValue } from '../../parameters/item';
import { invalid } from '../../parameters/values';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** One page; Meta takes two of these calls a second. */
const PAGE_SIZE = 50;
const DEFAULT_LIMIT = 50;

/** Who this account has talked to and when, the latest first: one output item each. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	description: 'List the people this account has talked to',
	action: 'Get many conversations',
	needs: 'account',
	reachesCustomers: false,
	availability: EVERYWHERE,
	fields: [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		},
	],
	options: CALL_OPTIONS,

	async execute(call) {
		const { platform } = call;
		const conversations = await collect(call, readLimit(call));
		return conversations.map(({ id, customerId, customerName, updatedAt }) =>
			toItem(call, {
				platform,
				customerId,
				...(customerName ? { customerName } : {}),
				...(updatedAt ? { updatedAt } : {}),
				conversationId: id,
			}),
		);
	},
};

function readLimit(call: Call): number {
	if (readValue(call, 'returnAll', false)) return Infinity;
	const limit = Number(readText(call, 'limit') || DEFAULT_LIMIT);
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
