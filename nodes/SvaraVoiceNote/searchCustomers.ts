import { NodeApiError, type ILoadOptionsFunctions, type INodeListSearchResult } from 'n8n-workflow';

import {
	createGraphClient,
	GraphError,
	listConversations,
	readOwnIds,
	type Conversation,
	type ConversationPage,
	type GraphClient,
	type LookUpPolicy,
} from '../../lib/graph';
import { readAccount } from '../shared/account';
import { httpSend } from '../shared/http';
import { readPlatform } from '../shared/platformField';
import { toQuestionFailure } from '../shared/questions';
import { SharedRateLimiter } from './execution/sharedRateLimiter';
import { windowLeft } from './windowLeft';

/** A person is waiting in front of the list. */
const TIMEOUT_MS = 15_000;
/** They rather read that Meta limits the account than wait until it no longer does. */
const MAX_WAIT_MS = 5_000;
const PAGE_SIZE = 50;

/** Looked at in each conversation for the customer's last: behind an answer in several parts, not behind all. */
const MESSAGES_LOOKED_AT = 5;

/** The messages of fifty people can be too much for Meta; then there is time left for the people alone. */
const WITH_MESSAGES_TIMEOUT_MS = 8_000;

/**
 * Fills the recipient's list: people this account has talked to, the latest first, and how long they may
 * still be answered. The filter looks at the page at hand; Meta has no search for it.
 */
export async function searchCustomers(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const platform = readPlatform(this.getCurrentNodeParameter('platform') ?? 'instagram');
		const { account } = await readAccount(this, platform);
		const client = createGraphClient(account, httpSend(this), TIMEOUT_MS);
		const policy = {
			maxRetries: 1,
			maxWaitMs: MAX_WAIT_MS,
			rateLimiter: new SharedRateLimiter(this),
		};
		const { conversations, after } = await readPage(client, paginationToken, policy);
		const wanted = filter.toLowerCase();
		const results = conversations
			.filter(({ customerId, customerName = '' }) =>
				[customerId, customerName].some((each) => each.toLowerCase().includes(wanted)),
			)
			.map((conversation) => ({
				name: nameOf(conversation, this.getTimezone()),
				value: conversation.customerId,
			}));
		return { results, ...(after ? { paginationToken: after } : {}) };
	} catch (thrown) {
		const { message, fix: description } = toQuestionFailure(thrown);
		// Of this class alone n8n passes the description on to the list (`sendErrorResponse` in its response-helper.js).
		throw new NodeApiError(this.getNode(), {}, { message, description });
	}
}

/** With the newest messages in the same call, and without where Meta does not manage that. */
async function readPage(
	client: GraphClient,
	after: string | undefined,
	policy: LookUpPolicy,
): Promise<ConversationPage> {
	const page = { limit: PAGE_SIZE, after };
	const ownIds = await readOwnIds(client, policy);
	const withMessages = { ...page, messages: MESSAGES_LOOKED_AT };
	const once = { ...policy, maxRetries: 0, timeoutMs: WITH_MESSAGES_TIMEOUT_MS };
	try {
		return await listConversations(client, withMessages, ownIds, once);
	} catch (failure) {
		if (!(failure instanceof GraphError) || !MAY_BE_TOO_MUCH.has(failure.code)) throw failure;
		return await listConversations(client, page, ownIds, policy);
	}
}

/**
 * "Please reduce the amount of data you're asking for" (code 1), the time-out of the Conversations API
 * (-2/2534084), and fields that an edge does not take (100).
 */
const MAY_BE_TOO_MUCH = new Set<GraphError['code']>(['temporarily_unavailable', 'meta_error']);

function nameOf(
	{ customerId, customerName, customerWroteAt }: Conversation,
	timeZone: string,
): string {
	const name = customerName ?? customerId;
	return customerWroteAt ? `${name} · ${windowLeft(customerWroteAt, Date.now(), timeZone)}` : name;
}
