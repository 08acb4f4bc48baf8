import { listConversations, readOwnIds, type Conversation } from '../../../../lib/graph';
import { toItem, type Call } from '../../execution/call';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { limit, readLimit, returnAll } from '../../parameters/listLimit';
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
	fields: [returnAll, limit],
	options: CALL_OPTIONS,

	async execute(call) {
		const { platform } = call;
		const conversations = await collect(call, readLimit(call, DEFAULT_LIMIT));
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

async function collect({ client, policy }: Call, wanted: number): Promise<Conversation[]> {
	const ownIds = await readOwnIds(client, policy);
	const found: Conversation[] = [];
	let after: string | undefined;
	do {
		const pageSize = Math.min(PAGE_SIZE, wanted - found.length);
		const page = await listConversations(client, { limit: pageSize, after }, ownIds, policy);
		found.push(...page.conversations);
		({ after } = page);
	} while (after !== undefined && found.length < wanted);
	return found.slice(0, wanted);
}
