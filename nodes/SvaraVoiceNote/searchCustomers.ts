import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { createGraphClient, listConversations, readOwnIds } from '../../lib/graph';
import { readAccount } from '../shared/account';
import { toFailure } from '../shared/failure';
import { httpSend } from '../shared/http';
import { SharedRateLimiter } from './execution/sharedRateLimiter';

/** A person is waiting in front of the list. */
const TIMEOUT_MS = 15_000;
const PAGE_SIZE = 50;

/**
 * Fills the recipient's list: people this account has talked to, the latest first. The filter looks at
 * the page at hand; Meta has no search for it.
 */
export async function searchCustomers(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const isMessenger = this.getCurrentNodeParameter('platform') === 'messenger';
	try {
		const { account } = await readAccount(this, isMessenger ? 'messenger' : 'instagram');
		const client = createGraphClient(account, httpSend(this), TIMEOUT_MS);
		const page = { limit: PAGE_SIZE, after: paginationToken };
		const policy = { maxRetries: 1, rateLimiter: new SharedRateLimiter(this) };
		const ownIds = await readOwnIds(client, policy);
		const { conversations, after } = await listConversations(client, page, ownIds, policy);
		const results = conversations
			.map(({ customerId, customerName }) => ({
				name: customerName ? `${customerName} (${customerId})` : customerId,
				value: customerId,
			}))
			.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
		return { results, ...(after ? { paginationToken: after } : {}) };
	} catch (thrown) {
		const { message, fix: description } = toFailure(thrown);
		throw new NodeOperationError(this.getNode(), message, { description });
	}
}
