import type { FlavourRules } from '../../model/flavours';
import { GraphError } from '../../model/graphError';
import type { JsonObject } from '../../model/json';
import {
	refuseUnknownKeys,
	requireObject,
	requireOneOf,
	requireString,
} from '../../model/parameters';
import type { GraphRequest } from '../request';
import { readContent, type MessageContent } from './content';

/** A checked `POST …/messages`. */
export type SendRequest =
	| {
			kind: 'action';
			recipientId: string;
			action: string;
			/** Reactions only. */
			messageId?: string;
			reaction?: string;
	  }
	| {
			kind: 'message';
			/** Who gets it; or the comment that is answered. */
			recipientId?: string;
			commentId?: string;
			content: MessageContent;
			messagingType?: string;
			tag?: string;
			replyTo?: string;
	  };

/** A checked `POST …/message_attachments`. */
export interface UploadRequest {
	content: MessageContent;
}

/** Parameters that any Graph call may carry. */
const COMMON_KEYS = ['access_token', 'appsecret_proof', 'locale', 'pretty'];

const SENDER_ACTIONS = ['typing_on', 'typing_off', 'mark_seen'];
const REACTION_ACTIONS = ['react', 'unreact'];
const MESSAGING_TYPES = ['RESPONSE', 'UPDATE', 'MESSAGE_TAG'];
const TAGS = ['HUMAN_AGENT'];

const SEND_KEYS = [
	'recipient',
	'message',
	'sender_action',
	'payload',
	'messaging_type',
	'tag',
	'reply_to',
];

/** Refused since 27 April 2026. Source: Meta, "Send a message" (Messenger Platform). */
const RETIRED_TAGS = ['CONFIRMED_EVENT_UPDATE', 'ACCOUNT_UPDATE', 'POST_PURCHASE_UPDATE'];

/**
 * Checks everything about a send that needs no knowledge of the world.
 * @throws GraphError 100, with the subcode of the rule
 */
export function readSend(request: GraphRequest, rules: FlavourRules): SendRequest {
	const { params } = request;
	refuseUnknownKeys(params, [...SEND_KEYS, ...platformKeys(rules), ...COMMON_KEYS], 'request');
	checkPlatform(params.platform, rules, false);
	const hasFile = readFiles(request, rules);
	const to = readRecipient(params.recipient, rules);
	if (params.sender_action !== undefined) {
		if (params.message !== undefined || hasFile) throw new GraphError('messageAndAction');
		if (to.recipientId === undefined) throw new GraphError('commentInvalid');
		return { kind: 'action', recipientId: to.recipientId, ...readAction(params, rules) };
	}
	if (params.payload !== undefined) {
		throw new GraphError('unknownKeys', { keys: 'payload', parameter: 'request' });
	}
	const content = readContent(params.message, rules, hasFile);
	// Meta documents texts alone as private replies.
	if (to.commentId !== undefined && content.text === undefined) {
		throw new GraphError('invalidMessageData');
	}
	return {
		kind: 'message',
		...to,
		content,
		...readMessagingType(params),
		...readReplyTo(params.reply_to),
	};
}

/** Typing and "seen" come with nothing else, reactions with the message they are about. */
function readAction(
	params: JsonObject,
	rules: FlavourRules,
): { action: string; messageId?: string; reaction?: string } {
	const isReactable = rules.reactions !== 'none';
	const actions = [...SENDER_ACTIONS, ...(isReactable ? REACTION_ACTIONS : [])];
	const action = requireOneOf(params.sender_action, actions, 'sender_action');
	const isReaction = REACTION_ACTIONS.includes(action);
	const known = ['recipient', 'sender_action', ...(isReaction ? ['payload'] : [])];
	refuseUnknownKeys(params, [...known, ...platformKeys(rules), ...COMMON_KEYS], 'request');
	if (!isReaction) return { action };
	const payload = requireObject(params.payload, 'payload');
	refuseUnknownKeys(
		payload,
		action === 'react' ? ['message_id', 'reaction'] : ['message_id'],
		'payload',
	);
	const messageId = requireString(payload.message_id, 'payload[message_id]');
	if (action === 'unreact') return { action, messageId };
	return { action, messageId, reaction: readReaction(payload.reaction, rules) };
}

/** `love`, or an emoji where the platform takes any. */
function readReaction(value: unknown, rules: FlavourRules): string {
	const reaction = requireString(value, 'payload[reaction]');
	const isEmoji = /^(?=.*[^\d#*])(?:\p{Extended_Pictographic}|\p{Emoji_Component})+$/u.test(
		reaction,
	);
	const isKnown = reaction === 'love' || (rules.reactions === 'anyEmoji' && isEmoji);
	if (isKnown) return reaction;
	throw new GraphError('parameterInvalid', {
		parameter: 'payload[reaction]',
		must: 'is not a valid reaction',
	});
}

/** @throws GraphError 100, with the subcode of the rule */
export function readUpload(request: GraphRequest, rules: FlavourRules): UploadRequest {
	refuseUnknownKeys(request.params, ['message', ...platformKeys(rules), ...COMMON_KEYS], 'request');
	checkPlatform(request.params.platform, rules, rules.platformRequiredOnUpload);
	const hasFile = readFiles(request, rules);
	const message = requireObject(request.params.message, 'message');
	refuseUnknownKeys(message, ['attachment'], 'message');
	return { content: readContent(message, rules, hasFile) };
}

const platformKeys = (rules: FlavourRules): string[] =>
	rules.platform === undefined ? [] : ['platform'];

function checkPlatform(value: unknown, rules: FlavourRules, isRequired: boolean): void {
	if (rules.platform === undefined || (value === undefined && !isRequired)) return;
	if (value === undefined) throw new GraphError('parameterMissing', { parameter: 'platform' });
	requireOneOf(value, [rules.platform], 'platform');
}

/** One file at most, named `filedata`, and only where Meta documents uploads. */
function readFiles(request: GraphRequest, rules: FlavourRules): boolean {
	if (!rules.takesUploads && request.encoding === 'multipart') {
		throw new GraphError('parameterInvalid', {
			parameter: 'body',
			must: 'cannot be multipart/form-data',
		});
	}
	const strays = request.files.filter((file) => file.fieldName !== 'filedata');
	if (strays.length > 0) {
		const keys = strays.map((file) => file.fieldName).join(', ');
		throw new GraphError('unknownKeys', { keys, parameter: 'request' });
	}
	if (request.files.length > 1) {
		throw new GraphError('parameterInvalid', { parameter: 'filedata', must: 'must be one file' });
	}
	return request.files.length === 1;
}

function readRecipient(
	value: unknown,
	rules: FlavourRules,
): { recipientId?: string; commentId?: string } {
	const recipient = requireObject(value, 'recipient');
	refuseUnknownKeys(recipient, rules.recipientKeys, 'recipient');
	const keys = Object.keys(recipient);
	if (keys.length !== 1) {
		throw new GraphError('parameterInvalid', { parameter: 'recipient', must: 'must have one key' });
	}
	if (keys[0] === 'comment_id') {
		return { commentId: requireString(recipient.comment_id, 'recipient[comment_id]') };
	}
	// Posts by others on a Page and checkbox plugins are none of the sandbox's.
	if (keys[0] !== 'id') throw new GraphError('commentInvalid');
	return { recipientId: requireString(recipient.id, 'recipient[id]') };
}

function readMessagingType(params: JsonObject): { messagingType?: string; tag?: string } {
	const { messaging_type: type, tag } = params;
	const messagingType =
		type === undefined ? undefined : requireOneOf(type, MESSAGING_TYPES, 'messaging_type');
	if (typeof tag === 'string' && RETIRED_TAGS.includes(tag))
		throw new GraphError('tagRetired', { tag });
	const checkedTag = tag === undefined ? undefined : requireOneOf(tag, TAGS, 'tag');
	const isTagged = messagingType === 'MESSAGE_TAG';
	if (isTagged && checkedTag === undefined)
		throw new GraphError('parameterMissing', { parameter: 'tag' });
	if (!isTagged && messagingType !== undefined && checkedTag !== undefined) {
		throw new GraphError('parameterInvalid', {
			parameter: 'tag',
			must: 'can only be used with messaging_type MESSAGE_TAG',
		});
	}
	return {
		...(messagingType === undefined ? {} : { messagingType }),
		...(checkedTag === undefined ? {} : { tag: checkedTag }),
	};
}

function readReplyTo(value: unknown): { replyTo?: string } {
	if (value === undefined) return {};
	const replyTo = requireObject(value, 'reply_to');
	refuseUnknownKeys(replyTo, ['mid'], 'reply_to');
	return { replyTo: requireString(replyTo.mid, 'reply_to[mid]') };
}
