import type { Recipient, SandboxAccount } from '../model/accounts';
import { FLAVOURS } from '../model/flavours';
import { newMessageId } from '../model/ids';
import type { JsonObject } from '../model/json';
import type { CustomerMessage } from '../model/messages';
import type { EventKind } from '../webhooks/fields';
import type { WebhookEvent } from '../webhooks/payload';
import { setReaction } from '../world/reactions';
import type { World } from '../world/world';
import { tappableButtons } from './buttons';
import { publishComment, type CommentEvent, type CommentOptions } from './comments';
import { inbound, reactionName } from './events';
import { readRecording } from './recording';

/** What came of something a customer did. */
export interface CustomerEvent {
	/** Of the message sent or meant; absent where nothing has one. */
	messageId?: string;
	/** As webhooks tell of it; also queued if the app subscribed to it. */
	event: WebhookEvent;
}

/** Of something that has a message id in any case. */
export type SentEvent = CustomerEvent & { messageId: string };

export interface WriteOptions {
	/** Id of the message that is quoted. */
	replyTo?: string;
	/** Payload of the quick reply tapped; the text is its title. */
	quickReply?: string;
	/** The ad or link that led here, in Meta's shape, e.g. `{ ref, source, type }`. */
	referral?: JsonObject;
}

export interface Postback {
	title: string;
	payload: string;
}

/** Attachments a customer's app can send. */
export type CustomerMediaType = 'audio' | 'image' | 'video' | 'file';

/**
 * A customer of one account, who acts. Each act opens the messaging window where Meta says so and
 * tells the app, if it subscribed.
 */
export class Customer {
	/** @throws Error unless the account has that person as a customer, in the world as it is now */
	constructor(
		private readonly world: World,
		private readonly account: SandboxAccount,
		private readonly recipient: Recipient,
	) {
		if (world.findRecipient(account, recipient.id) === recipient) return;
		throw new Error(`${account.name} has no customer ${recipient.name}: of another world?`);
	}

	writes(text: string, { replyTo, quickReply, referral }: WriteOptions = {}): SentEvent {
		return this.says(
			{ text, ...(replyTo === undefined ? {} : { replyTo }) },
			{
				text,
				...(quickReply === undefined ? {} : { quick_reply: { payload: quickReply } }),
				...(replyTo === undefined ? {} : { reply_to: this.quote(replyTo) }),
				...(referral === undefined ? {} : { referral }),
			},
		);
	}

	/**
	 * Records a voice note, and waits until the app was told.
	 * @param recording a file's path, its bytes, or `sample('voice-note.ogg')`; default: a short one
	 */
	async sendsVoice(recording?: string | Buffer): Promise<SentEvent> {
		const { bytes, contentType } = await readRecording(recording);
		const sent = this.sends('audio', bytes, contentType);
		await this.world.outbox.idle();
		return sent;
	}

	/** @param contentType of the link's answer; recorders of Meta's apps make MP4 */
	sendsVoiceNote(bytes: Buffer, contentType = 'audio/mp4'): SentEvent {
		return this.sends('audio', bytes, contentType);
	}

	sends(type: CustomerMediaType, bytes: Buffer, contentType: string, fileName?: string): SentEvent {
		const url = this.world.links.keep(bytes, contentType);
		const name = fileName === undefined ? {} : { fileName };
		return this.says(
			{ attachments: [{ type, bytes, contentType, url, ...name }] },
			{ attachments: [{ type, payload: { url } }] },
		);
	}

	/**
	 * What only the apps can make, in Meta's words: a story mention, a shared post, a photo that may be
	 * seen once …
	 * @param message of the webhook, without `mid`
	 */
	sendsSpecial(message: JsonObject): SentEvent {
		const { text } = message;
		const words = typeof text === 'string' ? { text } : {};
		return this.says({ ...words, special: message }, message);
	}

	reacts(messageId: string, emoji = '❤️'): CustomerEvent {
		this.opensWindow();
		setReaction(this.world, messageId, 'customer', emoji);
		const reaction = { mid: messageId, action: 'react', reaction: reactionName(emoji), emoji };
		return this.tells('reaction', { reaction }, messageId);
	}

	unreacts(messageId: string): CustomerEvent {
		setReaction(this.world, messageId, 'customer', undefined);
		return this.tells('reaction', { reaction: { mid: messageId, action: 'unreact' } }, messageId);
	}

	/** Taps a button; what it says stands in the thread as the customer's words. */
	tapsPostback(postback: Postback): SentEvent {
		this.opensWindow();
		const { title: text, payload: postbackPayload } = postback;
		const tapped = { text, postbackPayload };
		const { messageId } = this.world.receive(this.account, this.recipient, tapped);
		const { event } = this.tells('postback', { postback: { mid: messageId, ...postback } });
		return { messageId, event };
	}

	/**
	 * Taps an ice breaker, a menu item or a template's button, by what it says.
	 * @throws Error where there is none
	 */
	taps(title: string): SentEvent {
		const buttons = tappableButtons(this.world, this.account, this.recipient);
		const button = buttons.findLast((each) => each.title === title);
		if (button === undefined) throw new Error(`${this.recipient.name} sees no button ${title}`);
		return this.tapsPostback(button);
	}

	/** Sees everything so far. Instagram names the last message, Messenger a point in time. */
	reads(): CustomerEvent {
		const last = this.world.messages
			.filter(({ accountId, recipientId }) => this.isMine(accountId, recipientId))
			.at(-1);
		if (last !== undefined) this.recipient.lastReadId = last.messageId;
		const read =
			this.audience === 'messenger'
				? { watermark: last?.at ?? this.world.clock.now() }
				: { mid: last?.messageId ?? newMessageId('instagram') };
		return this.tells('read', { read }, last?.messageId);
	}

	/** @throws Error unless the message is one this customer wrote: tapped buttons are none */
	edits(messageId: string, text: string): CustomerEvent {
		const message = this.messageOf(messageId);
		if (message.postbackPayload !== undefined) throw new Error('What was tapped cannot be edited');
		message.text = text;
		message.editCount += 1;
		const edit = { mid: messageId, text, num_edit: String(message.editCount) };
		return this.tells('edit', { message_edit: edit }, messageId);
	}

	/** Takes a message back. Messenger tells nobody. */
	unsends(messageId: string): CustomerEvent {
		this.messageOf(messageId).isDeleted = true;
		const message = { mid: messageId, is_deleted: true };
		return this.tells('deleted', { message }, messageId);
	}

	/** Comes (back) by an ig.me or m.me link. */
	followsReferral(ref: string, source?: string): CustomerEvent {
		this.opensWindow();
		const usual = this.audience === 'messenger' ? 'SHORTLINK' : 'SHORTLINKS';
		return this.tells('referral', {
			referral: { ref, source: source ?? usual, type: 'OPEN_THREAD' },
		});
	}

	/** Agrees to be notified; that alone opens no window. */
	optsIn(payload: string, title = 'Updates'): CustomerEvent {
		const optin = {
			type: 'notification_messages',
			payload,
			notification_messages_token: `nmt${this.recipient.id}`,
			token_expiry_timestamp: String(this.world.clock.now() + 180 * 24 * 3_600_000),
			user_token_status: 'NOT_REFRESHED',
			notification_messages_timezone: 'UTC',
			title,
		};
		return this.tells('optin', { optin });
	}

	/**
	 * Writes under a post of the account's; that alone opens no window.
	 * @throws Error if the comment to answer is none of this account's posts
	 */
	comments(text: string, options: CommentOptions = {}): CommentEvent {
		return publishComment(this.world, this.account, this.recipient, text, options);
	}

	/**
	 * What else Meta is seen to tell, in its words: an edit that is none, a message of the account to
	 * itself, an ad's click beside a message, another tool's echo … It changes nothing in the sandbox.
	 * @param update laid over the customer as the sender, the account as the recipient, and the time
	 */
	causes(kind: EventKind, update: JsonObject): CustomerEvent {
		return this.tells(kind, update);
	}

	private get audience(): 'instagram' | 'messenger' {
		return FLAVOURS[this.account.flavour].audience;
	}

	private opensWindow(): void {
		this.recipient.lastWroteAt = this.world.clock.now();
	}

	/** A new message in the thread. */
	private says(content: Partial<CustomerMessage>, message: JsonObject): SentEvent {
		this.opensWindow();
		const { messageId } = this.world.receive(this.account, this.recipient, content);
		const { event } = this.tells('message', { message: { mid: messageId, ...message } });
		return { messageId, event };
	}

	private tells(kind: EventKind, rest: JsonObject, messageId?: string): CustomerEvent {
		const { world, account, recipient } = this;
		const event = inbound({ account, recipient, at: world.clock.now() }, kind, rest);
		world.outbox.publish(event);
		return { event, ...(messageId === undefined ? {} : { messageId }) };
	}

	private quote(mid: string): JsonObject {
		if (this.audience === 'instagram') return { mid };
		const isOwn = this.world.customerMessages.some((each) => each.messageId === mid);
		return { mid, is_self_reply: isOwn };
	}

	private messageOf(messageId: string): CustomerMessage {
		const message = this.world.customerMessages.find(
			(each) => each.messageId === messageId && this.isMine(each.accountId, each.recipientId),
		);
		if (message === undefined) throw new Error(`${this.recipient.name} wrote no ${messageId}`);
		return message;
	}

	private isMine(accountId: string, recipientId: string): boolean {
		return accountId === this.account.id && recipientId === this.recipient.id;
	}
}
