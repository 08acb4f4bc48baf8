import { asId, isObject } from '../jsonValues';
import type { AttachmentType } from './attachmentTypes';
import type { GraphClient, GraphObject } from './client';
import { findConversation } from './conversations';
import { isRefused } from './errors';
import { cursorAfter, listOf, lookUp, toDate, type LookUpPolicy } from './lookUp';

/**
 * What was said in a conversation.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/conversations,
 * https://developers.facebook.com/docs/graph-api/reference/message
 */

/** A file or a shared thing in a message, as far as its conversation shows it. */
export interface ConversationAttachment {
	/** `unknown` where Meta does not say what it is. */
	type: AttachmentType | 'share' | 'unknown';
	url?: string;
	title?: string;
	mimeType?: string;
	fileName?: string;
	sizeBytes?: number;
}

/** A message as far as its conversation shows it. */
export interface ConversationMessage {
	id: string;
	createdAt?: Date;
	fromId?: string;
	text?: string;
	attachments: ConversationAttachment[];
	/** `other` where Meta does not say what is attached. */
	kind: 'text' | AttachmentType | 'other';
	/** Meta shows id and time, and nothing else. */
	isHidden: boolean;
}

const MESSAGE_FIELDS = 'id,created_time,from,message,attachments';

/** Besides: links, posts and stickers that were passed on. */
const WITH_SHARES = `${MESSAGE_FIELDS},shares`;

/** "You can only get details about the 20 most recent messages." */
const READABLE_MESSAGES = 20;

/** One call; Meta takes two a second. */
const PAGE_SIZE = 50;

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
	const conversationId = await findConversation(client, customerId, policy);
	if (conversationId === undefined) return [];
	const answer = await lookUp(
		client,
		`/${conversationId}`,
		{ fields: `messages.limit(${READABLE_MESSAGES}){${MESSAGE_FIELDS}}` },
		policy,
	);
	const messages: ConversationMessage[] = [];
	for (const each of listOf((answer.messages as GraphObject | undefined)?.data)) {
		const message = await wholeMessage(client, each, MESSAGE_FIELDS, policy);
		if (message === undefined) continue;
		messages.push(message);
		if (isEnough(message)) break;
	}
	return messages;
}

/**
 * The last messages with a person, newest first, also those that Meta no longer shows the content of.
 * @param limit how many at most; Infinity for the whole conversation
 */
export async function listMessages(
	client: GraphClient,
	customerId: string,
	limit: number,
	policy: LookUpPolicy,
): Promise<ConversationMessage[]> {
	const conversationId = await findConversation(client, customerId, policy);
	const messages: ConversationMessage[] = [];
	let after: string | undefined;
	let hasMore = conversationId !== undefined;
	while (hasMore && messages.length < limit) {
		// The edge that Meta's own links to the next page lead to.
		const answer = await lookUp(
			client,
			`/${conversationId}/messages`,
			{
				fields: WITH_SHARES,
				limit: String(Math.min(PAGE_SIZE, limit - messages.length)),
				...(after ? { after } : {}),
			},
			policy,
		);
		for (const each of listOf(answer.data)) {
			const isReadable = messages.length < READABLE_MESSAGES;
			const whole = isReadable ? await wholeMessage(client, each, WITH_SHARES, policy) : undefined;
			const message = whole ?? toMessage(each);
			if (message) messages.push(message);
		}
		after = cursorAfter(answer.paging, after);
		hasMore = after !== undefined;
	}
	return messages.slice(0, limit);
}

/**
 * Meta documents bare lists of ids; where it does not expand the fields, each message is asked for.
 * Undefined for one that Meta calls deleted.
 */
async function wholeMessage(
	client: GraphClient,
	message: GraphObject,
	fields: string,
	policy: LookUpPolicy,
): Promise<ConversationMessage | undefined> {
	const id = asId(message.id);
	if (id === undefined || isObject(message.from)) return toMessage(message);
	try {
		const details = await lookUp(client, `/${id}`, { fields }, policy);
		return toMessage({ ...message, ...details });
	} catch (failure) {
		if (isRefused(failure, 'message')) return undefined;
		throw failure;
	}
}

/** Undefined for what has no id. */
function toMessage(message: GraphObject): ConversationMessage | undefined {
	const id = asId(message.id);
	if (id === undefined) return undefined;
	const createdAt = toDate(message.created_time);
	const fromId = asId((message.from as GraphObject | undefined)?.id);
	const { message: text } = message;
	const files = listOf((message.attachments as GraphObject | undefined)?.data);
	const shares = listOf((message.shares as GraphObject | undefined)?.data);
	const attachments = [...files.map(toAttachment), ...shares.map(toShare)];
	const [first] = attachments;
	return {
		id,
		...(createdAt ? { createdAt } : {}),
		...(fromId ? { fromId } : {}),
		...(typeof text === 'string' && text !== '' ? { text } : {}),
		attachments,
		kind: first ? kindOf(first) : text ? 'text' : 'other',
		isHidden: fromId === undefined && !text && attachments.length === 0,
	};
}

function kindOf({ type }: ConversationAttachment): ConversationMessage['kind'] {
	return type === 'share' || type === 'unknown' ? 'other' : type;
}

/** https://developers.facebook.com/docs/graph-api/reference/message/attachments/ */
function toAttachment(attachment: GraphObject): ConversationAttachment {
	const mimeType = textOf(attachment.mime_type);
	const fileName = textOf(attachment.name);
	const sizeBytes = Number(attachment.size ?? NaN);
	const url = textOf(attachment.file_url) ?? dataUrlOf(attachment);
	return {
		type: typeOf(attachment, mimeType),
		...(url ? { url } : {}),
		...(mimeType ? { mimeType } : {}),
		...(fileName ? { fileName } : {}),
		...(Number.isSafeInteger(sizeBytes) ? { sizeBytes } : {}),
	};
}

/** https://developers.facebook.com/docs/graph-api/reference/message/shares/ */
function toShare(share: GraphObject): ConversationAttachment {
	const url = textOf(share.link);
	const title = textOf(share.name);
	return { type: 'share', ...(url ? { url } : {}), ...(title ? { title } : {}) };
}

const DATA_KINDS = ['audio', 'image', 'video'] as const;

function typeOf(attachment: GraphObject, mimeType?: string): ConversationAttachment['type'] {
	const family = mimeType?.split('/')[0];
	const kind = DATA_KINDS.find((each) => family === each || isObject(attachment[`${each}_data`]));
	return kind ?? (family === undefined ? 'unknown' : 'file');
}

function dataUrlOf(attachment: GraphObject): string | undefined {
	const data = DATA_KINDS.map((kind) => attachment[`${kind}_data`]).find(isObject);
	return textOf(data?.url);
}

const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;
