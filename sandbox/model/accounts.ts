import type { Flavour, GraphHost } from './flavours';
import type { GatewayConnection } from './gateway';
import type { JsonObject } from './json';

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
	/** Which app owns the thread. Nobody's is the default app's, which is this one. */
	threadOwner: 'thisApp' | 'otherApp' | 'nobody';
	/** Admin, developer or tester of the app. */
	hasRole: boolean;
	/** The account's latest message that they have seen. */
	lastReadId?: string;
}

/** What is shown around an account's conversations, as it was written. */
export interface MessagingProfile {
	ice_breakers?: JsonObject[];
	persistent_menu?: JsonObject[];
	get_started?: JsonObject;
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
	/** A text for `hub.verify_token` of its app's webhooks: credentials come with one. */
	verifyToken: string;
	tokens: Record<TokenState, string>;
	recipients: Record<RecipientRole, Recipient>;
	/** False: 100/2534013 on sends of an `instagramPage` account. */
	isLinkedToInstagram: boolean;
	/** "Connected tools → Allow access to messages"; false: 200/2534041 on Instagram. */
	allowsMessageAccess: boolean;
	profile: MessagingProfile;
	/** Posts the account may share, ids in strings; empty on `messenger`. */
	postIds: string[];
	/** False: only people with a role on the app can be written to, as in every new app. */
	hasAdvancedAccess: boolean;
	/** False: the app is in development, and hears only of people with a role on it. */
	isAppLive: boolean;
	/** "Require App Secret" is on: calls on graph.facebook.com must prove that they know it. */
	requiresAppSecretProof: boolean;
	/** Feature of App Review; false: the tag `HUMAN_AGENT` is 10/2534044. */
	hasHumanAgent: boolean;
	/** A default app is set: threads can be taken. */
	hasConversationRouting: boolean;
	/** False: several images in one message are 100/2534068, as before that feature came. */
	allowsSeveralImages: boolean;
	/** Calls and webhooks go through a gateway, which has a token and a secret of its own. */
	gateway?: GatewayConnection;
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
