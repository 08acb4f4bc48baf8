import { openAsBlob } from 'node:fs';

import type { AttachmentType } from './attachmentTypes';
import type { GraphObject } from './client';

/** A file on this machine, as Meta will see it. */
export interface MediaFile {
	path: string;
	/** ASCII only: Meta does not take other names. */
	fileName: string;
	mimeType: string;
}

/** What surrounds every message. */
export interface MessageOptions {
	recipientId: string;
	replyToMessageId?: string;
	/** The one tag that survives; everything else is a plain response inside the window. */
	tag?: 'HUMAN_AGENT';
}

/** A button under a text; tapping it sends its title back, with the payload. */
export interface QuickReply {
	title: string;
	payload: string;
}

/** An uploaded file, or one Meta is to fetch. */
export type MediaPayload = { attachment_id: string } | { url: string };

/**
 * The fields around `message`: recipient, messaging type, tag, quote.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
 */
export function envelope(message: GraphObject, options: MessageOptions): GraphObject {
	const { recipientId, replyToMessageId, tag } = options;
	return {
		recipient: { id: recipientId },
		messaging_type: tag ? 'MESSAGE_TAG' : 'RESPONSE',
		...(tag ? { tag } : {}),
		message,
		...(replyToMessageId ? { reply_to: { mid: replyToMessageId } } : {}),
	};
}

/** https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/quick-replies */
export function textMessage(text: string, quickReplies: QuickReply[] = []): GraphObject {
	const replies = quickReplies.map((reply) => ({ content_type: 'text', ...reply }));
	return { text, ...(replies.length > 0 ? { quick_replies: replies } : {}) };
}

/** One file, or several images in one bubble. */
export function mediaMessage(type: AttachmentType, payloads: MediaPayload[]): GraphObject {
	const attachments = payloads.map((payload) => ({ type, payload }));
	return attachments.length === 1 ? { attachment: attachments[0] } : { attachments };
}

/** The heart, Instagram's one sticker. */
export const stickerMessage = (): GraphObject => ({ attachment: { type: 'like_heart' } });

/** A post the account has published itself. */
export const postShareMessage = (postId: string): GraphObject => ({
	attachment: { type: 'MEDIA_SHARE', payload: { id: postId } },
});

export type SenderAction = 'typing_on' | 'typing_off' | 'mark_seen';

/**
 * Recipient and action and nothing else: Meta refuses an action beside a message (100/2018014).
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/sender-actions
 */
export const actionBody = (recipientId: string, action: SenderAction): GraphObject => ({
	recipient: { id: recipientId },
	sender_action: action,
});

/** @param reaction `love` or an emoji; undefined takes the reaction back */
export const reactionBody = (
	recipientId: string,
	messageId: string,
	reaction: string | undefined,
): GraphObject => ({
	recipient: { id: recipientId },
	sender_action: reaction === undefined ? 'unreact' : 'react',
	payload: { message_id: messageId, ...(reaction === undefined ? {} : { reaction }) },
});

/**
 * A form with the fields as Graph wants them (objects as JSON) and the file as `filedata`, streamed
 * from disk. https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets
 */
export async function multipart(fields: GraphObject, file: MediaFile): Promise<FormData> {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) {
		form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
	}
	form.append('filedata', await openAsBlob(file.path, { type: file.mimeType }), file.fileName);
	return form;
}
