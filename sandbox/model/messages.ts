import type { Language } from './errorTable';
import type { Flavour, GraphHost, MediaType } from './flavours';
import type { MediaFacts } from '../media/inspect';

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
	/** On Instagram; Messenger knows names only. */
	username: string;
	/** When they last wrote, ms since the epoch; `null` if they never did. Opens the window. */
	lastWroteAt: number | null;
	/** False: blocked the account, or cannot receive messages now. */
	isAvailable: boolean;
	/** Which app owns the thread (conversation routing). */
	threadOwner: 'thisApp' | 'otherApp';
	/** Has a role in the app, so that webhooks tell of them before the app is live. */
	isAppTester: boolean;
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
	/** Posts the account may share, ids in strings; empty on `messenger`. */
	postIds: string[];
	/** False: several images in one message are 100/2534068, as before that feature came. */
	allowsSeveralImages: boolean;
	/** Published; false: webhooks tell of the app's testers only. */
	isAppLive: boolean;
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
	/** The account's own post, with `MEDIA_SHARE`. */
	postId?: string;
	quickReplies?: readonly unknown[];
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
}

/** A message a customer wrote. */
export interface CustomerMessage {
	flavour: Flavour;
	accountId: string;
	recipientId: string;
	messageId: string;
	text?: string;
	attachments: CustomerAttachment[];
	/** The message id this one quotes. */
	replyTo?: string;
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

/** Switches that concern the whole sandbox. Tests and the control API may change them any time. */
export interface Settings {
	/** Language of Meta's messages. */
	language: Language;
	/** Meta gives a server 10 s; tests of slow servers shorten it. */
	mediaFetchTimeoutMs: number;
	/** Fetch `http:` and private addresses, which Meta cannot. On, so that n8n on localhost works. */
	allowsLocalMediaUrls: boolean;
	/** Meta gives a callback 5 s; tests of slow callbacks shorten it. */
	webhookTimeoutMs: number;
	/** Call `http:` callbacks and private addresses, which Meta refuses. On, as above. */
	allowsLocalCallbackUrls: boolean;
	/** `POST {app}/subscriptions` for Instagram Login apps, for which Meta shows the dashboard only. */
	subscribesInstagramLoginApps: boolean;
	/** Meta's pages show `/me` on Instagram wrapped in `data[]`, the field shows it flat. */
	wrapsInstagramMe: boolean;
}
