import { asId } from '../jsonValues';
import type { AttachmentType } from './attachmentTypes';
import type { GraphCall, GraphClient, GraphObject } from './client';
import { cancelled, isRefused } from './errors';
import { identify } from './identity';
import type { RateLimiter } from './rateLimiter';
import type { RetryPolicy } from './retry';
import { retryInSlots } from './slots';

/**
 * Reading conversations.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversations,
 * https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/conversations-api
 */
export interface LookUpPolicy extends RetryPolicy {
	rateLimiter: RateLimiter;
	/** For one look-up, where that is less than the client's. */
	timeoutMs?: number;
}

/** A person this account has talked to. */
export interface Conversation {
	id: string;
	customerId: string;
	customerName?: string;
	/** When anything was last written in it, by either side; ISO 8601. */
	updatedAt?: string;
}

export interface ConversationPage {
	conversations: Conversation[];
	/** Asks for the next page; absent on the last. */
	after?: string;
}

/** A message as far as its conversation shows it. */
export interface ConversationMessage {
	id: string;
	createdAt?: Date;
	fromId?: string;
	text?: string;
	/** `other` where Meta does not say what is attached. */
	kind: 'text' | AttachmentType | 'other';
}

const MESSAGE_FIELDS = 'id,created_time,from,message,attachments';

/** "You can only get details about the 20 most recent messages." */
const READABLE_MESSAGES = 20;

/**
 * One page of the account's conversations, the latest first.
 * @param ownIds who in them is not the customer, as {@link readOwnIds} tells
 */
export async function listConversations(
	client: GraphClient,
	{ limit, after }: { limit: number; after?: string },
	ownIds: string[],
	policy: LookUpPolicy,
): Promise<ConversationPage> {
	const answer = await lookUp(
		client,
		`/${client.account.senderId}/conversations`,
		{
			platform: client.account.flavour.platform,
			fields: 'id,updated_time,participants',
			limit: String(limit),
			...(after ? { after } : {}),
		},
		policy,
	);
	const { cursors, next } = (answer.paging ?? {}) as GraphObject;
	const cursor = asId((cursors as GraphObject | undefined)?.after);
	return {
		conversations: listOf(answer.data).flatMap((each) => toConversation(ownIds, each)),
		// A page that leads to itself would never end.
		...(next !== undefined && cursor !== undefined && cursor !== after ? { after: cursor } : {}),
	};
}

/**
 * The newest messages with a person, newest first; empty where there are none.
 * @param isEnough ends the reading early, where each message has to be asked for
 */
export async function readMessages(
	client: GraphClient,
	customerId: string,
	policy: LookUpPolicy,
	isEnough: (message: ConversationMessage) => boolean = () => false,
): Promise<ConversationMessage[]> {
	const { senderId, flavour } = client.account;
	const found = await lookUp(
		client,
		`/${senderId}/conversations`,
		{ platform: flavour.platform, user_id: customerId },
		policy,
	);
	const conversationId = asId(listOf(found.data)[0]?.id);
	if (conversationId === undefined) return [];
	const answer = await lookUp(
		client,
		`/${conversationId}`,
		{ fields: `messages.limit(${READABLE_MESSAGES}){${MESSAGE_FIELDS}}` },
		policy,
	);
	const messages: ConversationMessage[] = [];
	for (const each of listOf((answer.messages as GraphObject | undefined)?.data)) {
		const id = asId(each.id);
		if (id === undefined) continue;
		// Meta documents the bare list of ids; where it does not expand them, each is asked for.
		const whole = each.from === undefined ? await readMessage(client, id, policy) : each;
		if (whole === undefined) continue;
		const message = toMessage(id, whole);
		messages.push(message);
		if (isEnough(message)) break;
	}
	return messages;
}

async function readMessage(
	client: GraphClient,
	id: string,
	policy: LookUpPolicy,
): Promise<GraphObject | undefined> {
	try {
		return await lookUp(client, `/${id}`, { fields: MESSAGE_FIELDS }, policy);
	} catch (failure) {
		if (isRefused(failure, 'message')) return undefined;
		throw failure;
	}
}

async function lookUp(
	client: GraphClient,
	path: string,
	query: GraphCall['query'],
	policy: LookUpPolicy,
): Promise<GraphObject> {
	const { account } = client;
	const { signal, timeoutMs } = policy;
	return await retryInSlots(account, policy, 'conversations', async () => {
		if (signal?.aborted) throw cancelled();
		return await client.call({ method: 'GET', path, query, delivers: false, timeoutMs });
	});
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
	return [
		{
			id,
			customerId,
			...(typeof name === 'string' ? { customerName: name } : {}),
			...(updatedAt ? { updatedAt } : {}),
		},
	];
}

function toMessage(id: string, message: GraphObject): ConversationMessage {
	const createdAt = toDate(message.created_time);
	const fromId = asId((message.from as GraphObject | undefined)?.id);
	const { message: text } = message;
	const [attachment] = listOf((message.attachments as GraphObject | undefined)?.data);
	return {
		id,
		...(createdAt ? { createdAt } : {}),
		...(fromId ? { fromId } : {}),
		...(typeof text === 'string' && text !== '' ? { text } : {}),
		kind: attachment ? kindOf(attachment) : text ? 'text' : 'other',
	};
}

/** https://developers.facebook.com/docs/graph-api/reference/message/attachments/ */
function kindOf(attachment: GraphObject): ConversationMessage['kind'] {
	const { mime_type: mimeType } = attachment;
	const family = typeof mimeType === 'string' ? mimeType.split('/')[0] : undefined;
	if (family === 'audio' || family === 'image' || family === 'video') return family;
	for (const kind of ['audio', 'image', 'video'] as const) {
		if (attachment[`${kind}_data`] !== undefined) return kind;
	}
	return family === undefined ? 'other' : 'file';
}

/** Graph writes "2022-07-12T19:11:07+0000". */
function toDate(value: unknown): Date | undefined {
	if (typeof value !== 'string') return undefined;
	const date = new Date(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
	return Number.isNaN(date.getTime()) ? undefined : date;
}

const listOf = (value: unknown): GraphObject[] =>
	Array.isArray(value)
		? value.filter((each): each is GraphObject => typeof each === 'object' && each !== null)
		: [];
