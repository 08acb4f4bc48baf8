import type { Recipient, SandboxAccount } from '../model/accounts';
import { FLAVOURS } from '../model/flavours';
import { newNumericId } from '../model/ids';
import {
	updatedAt,
	type Thread,
	type ThreadAttachment,
	type ThreadMessage,
} from '../world/threads';
import type { World } from '../world/world';
import { Edge, Link, type GraphNode } from './fields';

/** "You can only get details about the 20 most recent messages." Source: Meta, "Conversations". */
const READABLE_MESSAGES = 20;

/** A conversation as the Graph shows it. Source: Meta, "Conversations". */
export const conversationNode = (world: World, thread: Thread): GraphNode => ({
	id: thread.id,
	updated_time: metaTime(updatedAt(thread)),
	participants: new Edge(people(thread), PERSON, 'User', false),
	messages: new Edge(messageNodes(world, thread), 'id,created_time', 'Message'),
	name: undefined,
	is_owner: undefined,
	link: undefined,
	message_count: thread.messages.length,
});

/** Older messages than the readable ones have an id and a time, and nothing else to show. */
export function messageNodes(world: World, thread: Thread): GraphNode[] {
	return thread.messages.map((message, at) => messageNode(world, thread, message, isReadable(at)));
}

/** Whether the message at that place, counted from the newest, has readable details. */
export const isReadable = (at: number): boolean => at < READABLE_MESSAGES;

/** A message as the Graph shows it. */
export function messageNode(
	world: World,
	thread: Thread,
	message: ThreadMessage,
	hasDetails = true,
): GraphNode {
	const [customer, account] = people(thread);
	const [from, to] = message.isFromCustomer ? [customer, account] : [account, customer];
	const details = {
		from: new Link(from, PERSON, 'User'),
		to: new Edge([to], PERSON, 'User', false),
		message: message.text,
		attachments: () =>
			message.attachments.length === 0
				? undefined
				: new Edge(
						message.attachments.map((each) => attachmentNode(world, each)),
						ATTACHMENT,
						'Attachment',
						false,
					),
		reactions: undefined,
		shares: undefined,
		story: undefined,
		is_unsupported: undefined,
	};
	return {
		id: message.id,
		created_time: metaTime(message.at),
		...(hasDetails ? details : withoutValues(details)),
	};
}

const PERSON = 'id,name,username,email';
const ATTACHMENT = 'id,mime_type,name,size,file_url,image_data,video_data';

/** Links are signed anew for each reader. Which keys audio has on Instagram is not documented. */
function attachmentNode(world: World, attachment: ThreadAttachment): GraphNode {
	const { type, bytes, contentType, fileName } = attachment;
	const url = world.links.keep(bytes, contentType || 'application/octet-stream');
	const isPicture = type === 'image';
	const isVideo = type === 'video';
	return {
		id: newNumericId('1', 16),
		mime_type: contentType,
		name: fileName ?? `${type}clip`,
		size: bytes.length,
		file_url: isPicture || isVideo ? undefined : url,
		image_data: isPicture ? picture(url) : undefined,
		video_data: isVideo ? picture(url) : undefined,
	};
}

/** The customer and the account, as Instagram (by username) and Messenger (by name) show them. */
function people({ account, recipient }: Thread): [customer: GraphNode, account: GraphNode] {
	return [person(account, recipient.id, recipient), person(account, account.id, account)];
}

function person(
	account: SandboxAccount,
	id: string,
	{ name, username }: Pick<Recipient, 'name' | 'username'>,
): GraphNode {
	const isInstagram = FLAVOURS[account.flavour].audience === 'instagram';
	return {
		id,
		name: isInstagram ? undefined : name,
		username: isInstagram ? username : undefined,
		email: isInstagram ? undefined : `${id}@facebook.com`,
	};
}

const picture = (url: string): Link =>
	new Link({ id: undefined, url, preview_url: url }, 'url,preview_url', 'MediaData');

/** `2022-07-12T19:11:07+0000`: seconds, and no colon in the offset. */
const metaTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+0000');

const withoutValues = (node: GraphNode): GraphNode =>
	Object.fromEntries(Object.keys(node).map((name) => [name, undefined]));
