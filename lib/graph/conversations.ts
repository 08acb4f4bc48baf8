import { asId } from '../jsonValues';
import type { GraphClient, GraphObject } from './client';
import { identify } from './identity';
import { cursorAfter, listOf, lookUp, toDate, type LookUpPolicy } from './lookUp';

/**
 * Who an account has talked to.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversations,
 * https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/conversations-api
 */

/** A person this account has talked to. */
export interface Conversation {
	id: string;
	customerId: string;
	customerName?: string;
	/** When anything was last written in it, by either side; ISO 8601. */
	updatedAt?: string;
	/** When the customer last wrote, as far as the messages that were asked for show it. */
	customerWroteAt?: Date;
}

export interface ConversationPage {
	conversations: Conversation[];
	/** Asks for the next page; absent on the last. */
	after?: string;
}

/** Which conversations to list, and how much of each. */
export interface ConversationQuery {
	limit: number;
	after?: string;
	/** How many of each one's newest messages Meta is to look at for `customerWroteAt`; none without. */
	messages?: number;
}

/**
 * One page of the account's conversations, the latest first.
 * @param ownIds who in them is not the customer, as {@link readOwnIds} tells
 */
export async function listConversations(
	client: GraphClient,
	{ limit, after, messages }: ConversationQuery,
	ownIds: string[],
	policy: LookUpPolicy,
): Promise<ConversationPage> {
	const answer = await lookUp(
		client,
		`/${client.account.senderId}/conversations`,
		{
			platform: client.account.flavour.platform,
			fields: [
				'id,updated_time,participants',
				...(messages ? [`messages.limit(${messages}){created_time,from}`] : []),
			].join(','),
			limit: String(limit),
			...(after ? { after } : {}),
		},
		policy,
	);
	const next = cursorAfter(answer.paging, after);
	return {
		conversations: listOf(answer.data).flatMap((each) => toConversation(ownIds, each)),
		...(next === undefined ? {} : { after: next }),
	};
}

/** The id of the conversation with a person; undefined where there is none. Rejects with a GraphError. */
export async function findConversation(
	client: GraphClient,
	customerId: string,
	policy: LookUpPolicy,
): Promise<string | undefined> {
	const { senderId, flavour } = client.account;
	const found = await lookUp(
		client,
		`/${senderId}/conversations`,
		{ platform: flavour.platform, user_id: customerId },
		policy,
	);
	return asId(listOf(found.data)[0]?.id);
}

/**
 * Every id by which a conversation may name the account; credentials need not hold them all.
 * For {@link listConversations}. Rejects with a GraphError.
 */
export async function readOwnIds(client: GraphClient, policy: LookUpPolicy): Promise<string[]> {
	const { ids, instagram } = await identify(client, policy);
	return [...client.account.ownIds, ...ids, ...(instagram ? [instagram.id] : [])];
}

/** The customer is the participant who is not the account. */
function toConversation(ownIds: string[], conversation: GraphObject): Conversation[] {
	const participants = listOf((conversation.participants as GraphObject | undefined)?.data);
	const customer = participants.find((each) => !ownIds.includes(asId(each.id) ?? ''));
	const id = asId(conversation.id);
	const customerId = asId(customer?.id);
	if (id === undefined || customerId === undefined) return [];
	const name = customer?.username ?? customer?.name;
	const updatedAt = toDate(conversation.updated_time)?.toISOString();
	const customerWroteAt = newestFrom(customerId, conversation.messages);
	return [
		{
			id,
			customerId,
			...(typeof name === 'string' ? { customerName: name } : {}),
			...(updatedAt ? { updatedAt } : {}),
			...(customerWroteAt ? { customerWroteAt } : {}),
		},
	];
}

/** Meta lists the newest first; where it gives bare ids, nothing is known. */
function newestFrom(customerId: string, messages: unknown): Date | undefined {
	const theirs = listOf((messages as GraphObject | undefined)?.data).find(
		({ from }) => asId((from as GraphObject | undefined)?.id) === customerId,
	);
	return toDate(theirs?.created_time);
}
