import { Clock } from './clock';
import type { Language } from './errors';
import type { Flavour, GraphHost, MediaType } from './flavours';
import { newAttachmentId } from './ids';
import { RateLimits } from './limits';
import type { MediaFacts } from './media/inspect';

/** The states a token can be in; each account has one token in each. */
export type TokenState =
	| 'valid'
	| 'expired'
	| 'passwordChanged'
	| 'revoked'
	| 'wrongHost'
	| 'missingPermission'
	| 'roleLost';

/** The people every account starts with, by what is special about them. */
export type RecipientRole =
	'open' | 'second' | 'windowClosed' | 'windowLongClosed' | 'unavailable' | 'ownedByOtherApp';

/** A person, under the scoped id that one account knows them by. Tests may change any field. */
export interface Recipient {
	/** IGSID or PSID, digits in a string. */
	id: string;
	name: string;
	/** When they last wrote, ms since the epoch; `null` if they never did. Opens the window. */
	lastWroteAt: number | null;
	/** False: blocked the account, or cannot receive messages now. */
	isAvailable: boolean;
	/** Which app owns the thread (conversation routing). */
	threadOwner: 'thisApp' | 'otherApp';
}

/** A business account. Tests may change the switches at the end at any time. */
export interface SandboxAccount {
	flavour: Flavour;
	/** Whom customers write to: the professional account's id on Instagram, else the Page's. */
	id: string;
	/** Professional account id (`user_id` of `/me`), 17 digits; empty on `messenger`. */
	igUserId: string;
	/** App-scoped id (`id` of `/me` with Instagram Login); empty elsewhere. */
	appScopedId: string;
	/** Page id; empty on `instagramLogin`. */
	pageId: string;
	name: string;
	username: string;
	appId: string;
	appSecret: string;
	tokens: Record<TokenState, string>;
	recipients: Record<RecipientRole, Recipient>;
	/** False: 100/2534013 on sends of an `instagramPage` account. */
	isLinkedToInstagram: boolean;
	/** "Connected tools → Allow access to messages"; false: 200/2534041 on Instagram. */
	allowsMessageAccess: boolean;
	/** "Require App Secret": every call needs a right `appsecret_proof`. */
	requiresAppSecretProof: boolean;
}

/** What the store knows of a token beside its value. */
export interface TokenRecord {
	value: string;
	account: SandboxAccount;
	host: GraphHost;
	state: TokenState;
	scopes: readonly string[];
	/** ms since the epoch. */
	issuedAt: number;
	/** ms since the epoch; `null` never expires by itself. */
	expiresAt: number | null;
}

/** Where the bytes of a delivered attachment came from. */
export type MediaSource = 'url' | 'multipart' | 'attachmentId';

/** Bytes that passed inspection. */
export interface Media {
	bytes: Buffer;
	contentType: string;
	fileName?: string;
	facts: MediaFacts;
}

/** An entry of `message_attachments`. */
export interface StoredAttachment {
	id: string;
	account: SandboxAccount;
	type: MediaType;
	media: Media;
	/** ms since the epoch. */
	createdAt: number;
}

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
	quickReplies?: readonly unknown[];
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}

/** A typing bubble or a "seen". */
export interface SenderAction {
	flavour: Flavour;
	accountId: string;
	recipientId: string;
	action: string;
	at: number;
}

/** Switches that concern the whole sandbox. Tests and the control API may change them any time. */
export interface Settings {
	/** Language of Meta's messages. */
	language: Language;
	/** Meta gives a server 10 s; tests of slow servers shorten it. */
	mediaFetchTimeoutMs: number;
	/** Fetch `http:` and private addresses, which Meta cannot. On, so that n8n on localhost works. */
	allowsLocalMediaUrls: boolean;
	/** Meta's pages show `/me` on Instagram wrapped in `data[]`, the field shows it flat. */
	wrapsInstagramMe: boolean;
}

export const defaultSettings: Settings = {
	language: 'en',
	mediaFetchTimeoutMs: 10_000,
	allowsLocalMediaUrls: true,
	wrapsInstagramMe: false,
};

/** Attachment ids live 90 days. Source: Meta, "Saving assets". */
const ATTACHMENT_LIFETIME_MS = 90 * 24 * 60 * 60 * 1000;

/** Everything the sandbox remembers. Rules read it; only `messages` and `attachments` add to it. */
export class World {
	readonly clock = new Clock();
	readonly limits = new RateLimits(this.clock);
	readonly settings: Settings = { ...defaultSettings };
	readonly messages: DeliveredMessage[] = [];
	readonly senderActions: SenderAction[] = [];
	readonly accounts: SandboxAccount[] = [];
	private readonly tokens = new Map<string, TokenRecord>();
	private readonly attachments = new Map<string, StoredAttachment>();
	private readonly recipients = new Map<SandboxAccount, Map<string, Recipient>>();

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

	/** A scoped id means somebody only together with the account that learned it. */
	findRecipient(account: SandboxAccount, id: string): Recipient | undefined {
		return this.recipients.get(account)?.get(id);
	}

	recipientsOf(account: SandboxAccount): Recipient[] {
		return [...(this.recipients.get(account)?.values() ?? [])];
	}

	/** Keeps inspected media under a new id for 90 days. */
	storeAttachment(account: SandboxAccount, type: MediaType, media: Media): StoredAttachment {
		const id = newAttachmentId();
		const attachment = { id, account, type, media, createdAt: this.clock.now() };
		this.attachments.set(id, attachment);
		return attachment;
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
		this.messages.length = 0;
		this.senderActions.length = 0;
		this.accounts.length = 0;
		this.tokens.clear();
		this.attachments.clear();
		this.recipients.clear();
		this.limits.clear();
		this.clock.reset();
		Object.assign(this.settings, defaultSettings);
	}
}
