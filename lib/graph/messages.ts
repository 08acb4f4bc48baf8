import { openAsBlob } from 'node:fs';

import type { GraphClient, GraphObject } from './client';
import { GraphError } from './errors';
import { fill, WITHOUT_CODE } from './meanings';

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

/** What Meta gives back for an accepted message. */
export interface MessageReceipt {
	recipientId: string;
	messageId: string;
	attachmentId?: string;
}

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

/** An audio message that names an uploaded file or one Meta is to fetch. */
export function audioMessage(payload: { attachment_id: string } | { url: string }): GraphObject {
	return { attachment: { type: 'audio', payload } };
}

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

/**
 * Posts one message, once. Rejects with a GraphError; an accepted message without an id is an
 * unknown outcome.
 */
export async function postMessage(
	client: GraphClient,
	body: GraphObject | FormData,
	recipientId: string,
): Promise<MessageReceipt> {
	const { account } = client;
	const answer = await client.call({
		method: 'POST',
		path: `/${account.senderId}/messages`,
		body,
		delivers: true,
	});
	const messageId = asId(answer.message_id);
	if (messageId === undefined) {
		throw new GraphError(fill(WITHOUT_CODE.unknownOutcome, account.flavour));
	}
	const attachmentId = asId(answer.attachment_id);
	return {
		recipientId: asId(answer.recipient_id) ?? recipientId,
		messageId,
		...(attachmentId === undefined ? {} : { attachmentId }),
	};
}

export type SenderAction = 'typing_on' | 'typing_off' | 'mark_seen';

/** Shows or hides "typing…" in the thread, or marks it as read. */
export async function postSenderAction(
	client: GraphClient,
	recipientId: string,
	action: SenderAction,
): Promise<void> {
	await client.call({
		method: 'POST',
		path: `/${client.account.senderId}/messages`,
		body: { recipient: { id: recipientId }, sender_action: action },
		delivers: false,
	});
}

/** Ids are strings, also where a server sends a short number. */
export function asId(value: unknown): string | undefined {
	if (typeof value === 'string' && value !== '') return value;
	return Number.isSafeInteger(value) ? String(value) : undefined;
}
