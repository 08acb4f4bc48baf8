import type { FlavourRules, MediaType } from '../../model/flavours';
import { GraphError } from '../../model/graphError';
import { isObject, type JsonObject } from '../../model/json';
import {
	optionalBoolean,
	optionalString,
	refuseUnknownKeys,
	requireObject,
	requireOneOf,
	requireString,
} from '../../model/parameters';
import { readQuickReplies } from './quickReplies';
import { checkTemplate } from './templates';

/** Where an attachment's bytes are to come from. */
export type AttachmentSource =
	| { from: 'url'; url: string }
	| { from: 'attachmentId'; attachmentId: string }
	| { from: 'filedata' }
	/** A post of the account's own. */
	| { from: 'post'; postId: string }
	/** Buttons and cards, checked. */
	| { from: 'template'; payload: JsonObject }
	/** Stickers carry no bytes. */
	| { from: 'nothing' };

export interface AttachmentPlan {
	type: string;
	source: AttachmentSource;
	isReusable: boolean;
}

/** `message`, checked. */
export interface MessageContent {
	text?: string;
	attachments: AttachmentPlan[];
	quickReplies?: readonly unknown[];
	metadata?: string;
}

const MEDIA_TYPES: readonly string[] = ['audio', 'video', 'image', 'file'] satisfies MediaType[];

export const isMediaType = (type: string): type is MediaType => MEDIA_TYPES.includes(type);

/**
 * Checks `message` as strictly as Meta.
 * @param hasFile a `filedata` part came along
 * @throws GraphError 100, with the subcode of the rule
 */
export function readContent(value: unknown, rules: FlavourRules, hasFile: boolean): MessageContent {
	const message = requireObject(value, 'message');
	refuseUnknownKeys(message, rules.messageKeys, 'message');
	const text = readText(message.text, rules);
	const attachments = readAttachments(message, rules, hasFile);
	if (text === undefined && attachments.length === 0) throw new GraphError('messageEmpty');
	if (text !== undefined && attachments.length > 0) {
		throw new GraphError('parameterInvalid', {
			parameter: 'message',
			must: 'must have either text or an attachment',
		});
	}
	const metadata = optionalString(message.metadata, 'message[metadata]');
	return {
		attachments,
		...(text === undefined ? {} : { text }),
		...(metadata === undefined ? {} : { metadata }),
		...readQuickReplies(message.quick_replies),
	};
}

function readText(value: unknown, rules: FlavourRules): string | undefined {
	if (value === undefined || value === '') return undefined;
	const text = requireString(value, 'message[text]');
	const { unit, max } = rules.text;
	const length = unit === 'bytes' ? Buffer.byteLength(text, 'utf8') : [...text].length;
	if (length > max) throw new GraphError(rules.errors.textTooLong, { max: String(max) });
	return text;
}

/** Meta's samples write `attachment: {}`, `attachments: {}` and `attachments: [{}]`. */
function readAttachments(
	message: JsonObject,
	rules: FlavourRules,
	hasFile: boolean,
): AttachmentPlan[] {
	if (message.attachment !== undefined && message.attachments !== undefined) {
		throw new GraphError('invalidMessageData');
	}
	if (Array.isArray(message.attachments)) {
		const many = message.attachments.map((each: unknown, index) =>
			readAttachment(each, `message[attachments][${index}]`, rules, hasFile),
		);
		const isAlbum = many.length > 1;
		if (isAlbum && many.some((each) => each.type !== 'image')) {
			throw new GraphError('invalidMessageData');
		}
		if (many.length > rules.imagesPerMessage) throw new GraphError('invalidMessageData');
		return many;
	}
	const one = message.attachment ?? message.attachments;
	return one === undefined ? [] : [readAttachment(one, 'message[attachment]', rules, hasFile)];
}

function readAttachment(
	value: unknown,
	parameter: string,
	rules: FlavourRules,
	hasFile: boolean,
): AttachmentPlan {
	const attachment = requireObject(value, parameter);
	refuseUnknownKeys(attachment, ['type', 'payload', 'is_reusable'], parameter);
	const type = requireOneOf(attachment.type, rules.attachmentTypes, `${parameter}[type]`);
	const payload = attachment.payload === undefined ? {} : attachment.payload;
	if (!isObject(payload)) {
		throw new GraphError('parameterInvalid', {
			parameter: `${parameter}[payload]`,
			must: 'must be an object',
		});
	}
	const isReusable = [attachment.is_reusable, payload.is_reusable].some((flag) =>
		optionalBoolean(flag, `${parameter}[payload][is_reusable]`),
	);
	return { type, source: readSource(type, payload, `${parameter}[payload]`, hasFile), isReusable };
}

function readSource(
	type: string,
	payload: JsonObject,
	parameter: string,
	hasFile: boolean,
): AttachmentSource {
	if (type === 'like_heart') {
		refuseUnknownKeys(payload, [], parameter);
		return { from: 'nothing' };
	}
	if (type === 'template') {
		checkTemplate(payload, parameter);
		return { from: 'template', payload };
	}
	if (type === 'MEDIA_SHARE') {
		refuseUnknownKeys(payload, ['id', 'attachment_id'], parameter);
		if (payload.attachment_id === undefined) {
			return { from: 'post', postId: requireString(payload.id, `${parameter}[id]`) };
		}
		const attachmentId = requireString(payload.attachment_id, `${parameter}[attachment_id]`);
		return { from: 'attachmentId', attachmentId };
	}
	refuseUnknownKeys(payload, ['url', 'attachment_id', 'is_reusable'], parameter);
	const url = optionalString(payload.url, `${parameter}[url]`);
	const attachmentId = optionalString(payload.attachment_id, `${parameter}[attachment_id]`);
	const given = [url, attachmentId, hasFile || undefined].filter((each) => each !== undefined);
	if (given.length === 0) throw new GraphError('messageEmpty');
	if (given.length > 1) {
		throw new GraphError('parameterInvalid', {
			parameter,
			must: 'must have exactly one of url, attachment_id and filedata',
		});
	}
	if (url !== undefined) return { from: 'url', url };
	return attachmentId === undefined ? { from: 'filedata' } : { from: 'attachmentId', attachmentId };
}
