import type { Flavour } from './flavours';
import type { JsonObject } from './json';
import type { MediaSource } from './media';

/** An attachment as it arrived in the customer's thread. */
export interface DeliveredAttachment {
	type: string;
	bytes: Buffer;
	sha256: string;
	sizeBytes: number;
	/** By the bytes: `m4a`, `mp4`, `aac`, `wav`, `ogg`, `mp3` … */
	container: string;
	/** By the bytes, where the container names it: `aac`, `opus`, `alac` … */
	codec?: string;
	contentType: string;
	fileName?: string;
	source: MediaSource;
	durationSeconds?: number;
	/** MP4 family: the index precedes the media, so it plays while loading. */
	isFastStart?: boolean;
}

/** What either side reacted to a message with: an emoji or Meta's name for one. */
export interface Reactions {
	account?: string;
	customer?: string;
}

/** A message in a customer's thread. */
export interface DeliveredMessage {
	flavour: Flavour;
	accountId: string;
	recipientId: string;
	messageId: string;
	/** `text`, or the attachment's type: `audio`, `image`, `video`, `file`, `like_heart` … */
	kind: string;
	text?: string;
	/** The first (nearly always only) attachment with bytes. */
	attachment?: DeliveredAttachment;
	attachments: DeliveredAttachment[];
	messagingType?: string;
	tag?: string;
	/** The message id this one quotes. */
	replyTo?: string;
	metadata?: string;
	/** The comment this one answers in private. */
	commentId?: string;
	reactions?: Reactions;
	/** The account's own post, with `MEDIA_SHARE`. */
	postId?: string;
	quickReplies?: readonly unknown[];
	/** Payload of a template, as it was sent. */
	template?: JsonObject;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}

/** An attachment as a customer sent it. */
export interface CustomerAttachment {
	type: string;
	bytes: Buffer;
	contentType: string;
	/** Where webhooks and the Conversations API say it is, for a day. */
	url: string;
	/** Absent where the app made the file, as with a recording. */
	fileName?: string;
}

/** A message a customer wrote. */
export interface CustomerMessage {
	flavour: Flavour;
	accountId: string;
	recipientId: string;
	messageId: string;
	text?: string;
	attachments: CustomerAttachment[];
	/** The payload of the button that was tapped; the text is what it says. */
	postbackPayload?: string;
	/** What only the apps can make, in Meta's words: the webhook's message without `mid`. */
	special?: JsonObject;
	/** The message id this one quotes. */
	replyTo?: string;
	reactions?: Reactions;
	editCount: number;
	/** Taken back by the customer. */
	isDeleted: boolean;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}

/** A typing bubble, a "seen", or a reaction to a message. */
export interface SenderAction {
	flavour: Flavour;
	accountId: string;
	recipientId: string;
	action: string;
	/** Of the message reacted to. */
	messageId?: string;
	/** With `react`: an emoji or its name. */
	reaction?: string;
	at: number;
}
