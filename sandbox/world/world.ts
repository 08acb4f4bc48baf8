import { Outgoing } from '../http/outgoing';
import { MediaLinks } from '../media/links';
import type { Recipient, SandboxAccount, TokenRecord } from '../model/accounts';
import { Clock } from '../model/clock';
import type { PostComment } from '../model/comments';
import { FLAVOURS, type MediaType } from '../model/flavours';
import { newAttachmentId, newMessageId } from '../model/ids';
import type { Media, StoredAttachment } from '../model/media';
import type { CustomerMessage, DeliveredMessage, SenderAction } from '../model/messages';
import { RateLimits } from '../model/rateLimits';
import { DEFAULT_SETTINGS, type Settings } from '../model/settings';
import { Outbox } from '../webhooks/outbox';
import { Subscriptions } from '../webhooks/subscriptions';

/** Attachment ids live 90 days. Source: Meta, "Saving assets". */
const ATTACHMENT_LIFETIME_MS = 90 * 24 * 60 * 60 * 1000;

/** Everything the sandbox remembers. Rules read it; sends, uploads and customers add to it. */
export class World {
	readonly clock = new Clock();
	readonly limits = new RateLimits(this.clock);
	readonly settings: Settings = { ...DEFAULT_SETTINGS };
	/** `http://host:port`, once the sandbox listens. */
	origin = '';
	readonly links = new MediaLinks(this.clock, () => this.origin);
	readonly subscriptions = new Subscriptions();
	readonly outbox: Outbox;
	readonly messages: DeliveredMessage[] = [];
	readonly customerMessages: CustomerMessage[] = [];
	readonly senderActions: SenderAction[] = [];
	readonly comments: PostComment[] = [];
	readonly accounts: SandboxAccount[] = [];
	private readonly tokens = new Map<string, TokenRecord>();
	private readonly attachments = new Map<string, StoredAttachment>();
	private readonly listeners = new Set<() => void>();
	private readonly recipients = new Map<SandboxAccount, Map<string, Recipient>>();

	/** @param outgoing where media may be fetched from and webhooks be delivered to */
	constructor(readonly outgoing = new Outgoing()) {
		this.outbox = new Outbox(this.clock, this.settings, this.subscriptions, outgoing);
	}

	addAccount(account: SandboxAccount): void {
		this.accounts.push(account);
		for (const recipient of Object.values(account.recipients)) {
			this.addRecipient(account, recipient);
		}
	}

	addRecipient(account: SandboxAccount, recipient: Recipient): void {
		const known = this.recipients.get(account) ?? new Map<string, Recipient>();
		this.recipients.set(account, known.set(recipient.id, recipient));
	}

	addToken(token: TokenRecord): void {
		this.tokens.set(token.value, token);
	}

	findToken(value: string): TokenRecord | undefined {
		return this.tokens.get(value);
	}

	allTokens(): TokenRecord[] {
		return [...this.tokens.values()];
	}

	/** A scoped id means somebody only together with the account that learned it. */
	findRecipient(account: SandboxAccount, id: string): Recipient | undefined {
		return this.recipients.get(account)?.get(id);
	}

	/** Whose customer this is. */
	accountOf(recipient: Recipient): SandboxAccount | undefined {
		return this.accounts.find((each) => this.findRecipient(each, recipient.id) === recipient);
	}

	recipientsOf(account: SandboxAccount): Recipient[] {
		return [...(this.recipients.get(account)?.values() ?? [])];
	}

	/** A message of either side. */
	findMessage(messageId: string): DeliveredMessage | CustomerMessage | undefined {
		const isIt = (each: { messageId: string }): boolean => each.messageId === messageId;
		return this.messages.find(isIt) ?? this.customerMessages.find(isIt);
	}

	/** Puts something a customer wrote into the thread. */
	receive(
		account: SandboxAccount,
		recipient: Recipient,
		content: Partial<CustomerMessage>,
	): CustomerMessage {
		const message: CustomerMessage = {
			flavour: account.flavour,
			accountId: account.id,
			recipientId: recipient.id,
			messageId: newMessageId(FLAVOURS[account.flavour].audience),
			attachments: [],
			editCount: 0,
			isDeleted: false,
			at: this.clock.now(),
			...content,
		};
		this.customerMessages.push(message);
		this.tellListeners();
		return message;
	}

	/** Puts something the account said into the thread. */
	say(message: DeliveredMessage): void {
		this.messages.push(message);
		this.tellListeners();
	}

	/**
	 * Calls `listener` after each message, of an account or of a customer.
	 * @returns ends that
	 */
	onMessage(listener: () => void): () => void {
		this.listeners.add(listener);
		return () => this.listeners.delete(listener);
	}

	private tellListeners(): void {
		for (const listener of [...this.listeners]) listener();
	}

	/** Keeps inspected media under a new id for 90 days. */
	storeAttachment(account: SandboxAccount, type: MediaType, media: Media): StoredAttachment {
		const id = newAttachmentId();
		const attachment = { id, account, type, media, createdAt: this.clock.now() };
		this.addAttachment(attachment);
		return attachment;
	}

	addAttachment(attachment: StoredAttachment): void {
		this.attachments.set(attachment.id, attachment);
	}

	allAttachments(): StoredAttachment[] {
		return [...this.attachments.values()];
	}

	/** The attachment, if it is this account's and no older than 90 days. */
	findAttachment(account: SandboxAccount, id: string): StoredAttachment | undefined {
		const attachment = this.attachments.get(id);
		if (attachment?.account !== account) return undefined;
		const ageMs = this.clock.now() - attachment.createdAt;
		return ageMs < ATTACHMENT_LIFETIME_MS ? attachment : undefined;
	}

	/** Forgets everything, in place: arrays that tests hold on to stay the same arrays. */
	clear(): void {
		this.outbox.clear();
		this.subscriptions.clear();
		this.links.clear();
		this.messages.length = 0;
		this.customerMessages.length = 0;
		this.senderActions.length = 0;
		this.comments.length = 0;
		this.accounts.length = 0;
		this.tokens.clear();
		this.attachments.clear();
		this.recipients.clear();
		this.limits.clear();
		this.clock.reset();
		Object.assign(this.settings, DEFAULT_SETTINGS);
	}
}
