import type { Platform } from '../../platform';

/** What an answer of Meta's means to the user, and whether it may be repeated. */
export interface RenderedError {
	code:
		| 'invalid_token'
		| 'invalid_ig_user_id'
		| 'recipient_not_found'
		| 'messaging_window_closed'
		| 'message_not_allowed'
		| 'audio_too_large'
		| 'audio_fetch_failed'
		| 'audio_unsupported'
		| 'rate_limited'
		| 'permission_denied'
		| 'feature_unavailable'
		| 'temporarily_unavailable'
		| 'unknown_outcome'
		| 'delivery_unavailable'
		| 'cancelled'
		| 'invalid_input'
		| 'meta_error';
	/** What happened, one sentence without a full stop. */
	what: string;
	/** What to do about it. */
	fix: string;
	delivered: 'no' | 'unknown';
	/** How a repeat is spaced; absent where a repeat is useless or unsafe. */
	retry?: 'throttle' | 'fetch' | 'connection';
}

/** A sentence with places for the account's words; see `render`. */
export type ErrorTemplate = Omit<RenderedError, 'delivered'> & { delivered?: 'unknown' };

/** One template where both platforms agree, two where they do not. */
export type PlatformErrors = ErrorTemplate | Readonly<Record<Platform, ErrorTemplate>>;

const NEW_TOKEN =
	"Create a new token in your Meta app and paste it into '{tokenField}' of the credential";

export const INVALID_TOKEN: ErrorTemplate = {
	code: 'invalid_token',
	what: '{platform} does not accept this access token',
	fix: NEW_TOKEN,
};

export const TOKEN_EXPIRED: ErrorTemplate = {
	code: 'invalid_token',
	what: 'The access token has expired',
	fix: NEW_TOKEN,
};

export const TOKEN_ENDED: ErrorTemplate = {
	code: 'invalid_token',
	what: 'The access token ended when the password was changed, or Meta ended the session',
	fix: NEW_TOKEN,
};

export const APP_REMOVED: ErrorTemplate = {
	code: 'invalid_token',
	what: 'The account has removed the app, which ended the access token',
	fix: NEW_TOKEN,
};

export const ROLE_LOST: ErrorTemplate = {
	code: 'invalid_token',
	what: 'The person who made the access token no longer has a role on the Page',
	fix: 'Let somebody with full access to the Page make a new token, and paste it into the credential',
};

export const APP_UNKNOWN: ErrorTemplate = {
	code: 'invalid_token',
	what: "Meta knows no app with the 'App ID' in the credential",
	fix: "Copy 'App ID' from your Meta app under App settings > Basic; the Instagram app ID is another one",
};

export const SENDER_UNKNOWN: PlatformErrors = {
	instagram: {
		code: 'invalid_ig_user_id',
		what: 'The Instagram account in the credential does not belong to this access token',
		fix: "Open the credential and set 'Instagram User ID' to the id its test reports; with Facebook login, check 'Page ID' and that the Page is linked to the account",
	},
	messenger: {
		code: 'meta_error',
		what: 'The Page in the credential does not belong to this access token',
		fix: "Open the credential and clear 'Page ID', or set it to the Page the token was created for",
	},
};

export const RECIPIENT_UNKNOWN: ErrorTemplate = {
	code: 'recipient_not_found',
	what: 'No {platform} conversation with this recipient was found',
	fix: "Set 'Recipient' to the sender id this account received in a message (from the trigger, 'customerId'); ids of other accounts, apps or user names do not work",
};

const WINDOW_CLOSED_FIX =
	"Wait until the customer writes again. If a person (not a bot) is replying, set 'Message Tag' to Human Agent, which is allowed for seven days";

export const WINDOW_CLOSED: ErrorTemplate = {
	code: 'messaging_window_closed',
	what: 'The 24-hour messaging window is closed',
	fix: WINDOW_CLOSED_FIX,
};

export const WINDOW_CLOSED_MESSENGER: ErrorTemplate = {
	code: 'message_not_allowed',
	what: 'The 24-hour messaging window is closed, or the customer never wrote to this Page',
	fix: WINDOW_CLOSED_FIX,
};

export const UNAVAILABLE_RECIPIENT: ErrorTemplate = {
	code: 'message_not_allowed',
	what: 'The recipient cannot receive messages from this account right now',
	fix: 'They may have blocked the account, or closed or restricted theirs. Reach them another way',
};

export const PERMISSION_DENIED: ErrorTemplate = {
	code: 'permission_denied',
	what: 'The access token lacks a permission for messages',
	fix: 'Check that the Meta app is live, has Advanced Access to the messaging permissions ({permissions}), and that the token was created with them. Without Advanced Access, only people with a role in the app can be written to',
};

/** Everybody's first day with a new Meta app. */
export const NO_ADVANCED_ACCESS: ErrorTemplate = {
	code: 'permission_denied',
	what: 'The Meta app has Standard Access only, and this recipient has no role in the app',
	fix: "To test, add the recipient as a tester under 'App roles' of the Meta app and let them accept the invitation; to write to everybody, request Advanced Access to {permissions} in App Review",
};

export const HUMAN_AGENT_NOT_APPROVED: ErrorTemplate = {
	code: 'permission_denied',
	what: 'The Meta app may not send with the message tag Human Agent',
	fix: "Request the feature 'Human Agent' for the app in App Review, or set 'Message Tag' to None and answer within 24 hours",
};

export const TERMS_NOT_ACCEPTED: ErrorTemplate = {
	code: 'permission_denied',
	what: "The Page has not accepted Meta's privacy terms for its inbox, so Meta did nothing",
	fix: 'Let an admin of the Page accept them at facebook.com/PAGE_ID/inbox/page_contact_tos, then run the item again',
};

/**
 * Graph's router, not its messaging code, answers this: it does not know the call for the kind of object
 * and token at hand.
 */
export const CALL_NOT_KNOWN: PlatformErrors = {
	instagram: {
		code: 'invalid_ig_user_id',
		what: "Meta's host does not know this call for the token and the id in the credential",
		fix: "Check 'Login Type' first: a token that begins with IG belongs to Instagram, one that begins with EAA to Facebook. If that is right, set 'Instagram User ID' or 'Page ID' to the id the credential's test reports",
	},
	messenger: {
		code: 'meta_error',
		what: "Meta's host does not know this call for the token and the id in the credential",
		fix: "Paste the Page's own token, which begins with EAA (one that begins with IG is Instagram's), and clear 'Page ID' or set it to that Page",
	},
};

export const RESTRICTED: ErrorTemplate = {
	code: 'message_not_allowed',
	what: 'Meta has restricted this account from sending messages',
	fix: 'Open Account Quality (or Support Inbox) in Meta Business Suite, settle what is listed there and wait at least 24 hours',
};

export const OTHER_APP_OWNS_THREAD: ErrorTemplate = {
	code: 'message_not_allowed',
	what: 'Another app is in charge of this conversation',
	fix: "{takeThread}. To keep it, make this app the default under 'Conversation routing' in the Page's or account's settings",
};

export const ROUTING_MISSING: ErrorTemplate = {
	code: 'feature_unavailable',
	what: "Meta does not offer this with the Page's present setting of 'Conversation routing'",
	fix: "To take a thread, set a default app under 'Conversation routing' in the Page's settings and allow this app to take control; without a default app, choose Request",
};

export const AUTOMATION_RUNNING: ErrorTemplate = {
	code: 'message_not_allowed',
	what: "One of the account's automated flows is answering this customer right now",
	fix: 'Wait until the flow has ended, or switch it off in Meta Business Suite under Inbox > Automations',
};

export const LINK_RESTRICTED: ErrorTemplate = {
	code: 'message_not_allowed',
	what: '{platform} does not let this account send the link in the message',
	fix: 'Send the message without the link, or with a link to another site',
};

export const COMMENT_CLOSED: ErrorTemplate = {
	code: 'message_not_allowed',
	what: 'Meta takes no private reply to this comment, or no further one',
	fix: 'A comment takes one private reply, within seven days, and a comment on a live video only while it runs. Wait until the person writes, then answer with a message',
};

export const GET_STARTED_MISSING: ErrorTemplate = {
	code: 'invalid_input',
	what: "Messenger shows a persistent menu only on Pages with a 'Get Started' button",
	fix: "Enter a text into the option 'Get Started Payload': the trigger outputs it when a new customer taps that button",
};

export const QUOTED_MESSAGE_UNKNOWN: ErrorTemplate = {
	code: 'invalid_input',
	what: "Meta does not know the message named in 'Reply to Message ID' in this conversation",
	fix: "Map messageId of a message from the same customer into the option 'Reply to Message ID', or remove the option",
};

export const FETCH_FAILED: ErrorTemplate = {
	code: 'audio_fetch_failed',
	what: 'Meta could not fetch the {media} from its URL',
	fix: 'Check that the URL opens without login in a private browser window, over https, within 10 seconds, and is the file itself',
	retry: 'fetch',
};

export const UNSUPPORTED_MEDIA: ErrorTemplate = {
	code: 'audio_unsupported',
	what: '{platform} does not take this {file}',
	fix: '{takes}',
};

export const TOO_LARGE: ErrorTemplate = {
	code: 'audio_too_large',
	what: 'The {media} is larger than the {limit} Meta takes',
	fix: 'Make it smaller, or send a link to it as text',
};

export const SEVERAL_IMAGES_UNAVAILABLE: ErrorTemplate = {
	code: 'feature_unavailable',
	what: 'Meta does not let this account send several images in one message',
	fix: "Clear 'Additional Image URLs' and send the images one by one",
};

export const RATE_LIMITED: ErrorTemplate = {
	code: 'rate_limited',
	what: 'Meta is limiting how many calls this account may make',
	fix: 'Send fewer messages at a time, and run the items that were not sent again later',
	retry: 'throttle',
};

export const UNKNOWN_OUTCOME: ErrorTemplate = {
	code: 'unknown_outcome',
	what: 'Meta did not say whether the message was delivered',
	fix: 'Look into the conversation before sending again: the customer may already have it',
	delivered: 'unknown',
};

export const META_ERROR: ErrorTemplate = {
	code: 'meta_error',
	what: 'Meta did not accept the request',
	fix: 'Check the parameters against what Meta answered',
};

/** Sentences for outcomes that carry no code of Meta's. */
export const TRANSPORT_ERRORS = {
	invalidToken: INVALID_TOKEN,
	rateLimited: RATE_LIMITED,
	unknownOutcome: UNKNOWN_OUTCOME,
	notReached: {
		code: 'temporarily_unavailable',
		what: "{platform}'s servers could not be reached; nothing was sent",
		fix: "Check this machine's internet connection, DNS and proxy (and 'Base URL' in the credential, if set), then run the item again",
		retry: 'connection',
	},
	busy: {
		code: 'temporarily_unavailable',
		what: "{platform}'s servers are not answering properly; nothing was sent",
		fix: 'Run the item again in a few minutes',
		retry: 'connection',
	},
	tooLarge: {
		code: 'audio_too_large',
		what: 'A server on the way to {platform} does not take files of this size',
		fix: "Send a smaller file, or raise the limit of the proxy or gateway behind 'Base URL'",
	},
	addressBlocked: {
		code: 'invalid_input',
		what: "n8n's own protection blocks the address of '{platform}' in this credential",
		fix: "Correct 'Base URL' in the credential, or allow its host with N8N_SSRF_ALLOWED_HOSTNAMES",
	},
	redirected: {
		code: 'meta_error',
		what: 'The address in the credential answers with a redirect instead of the Graph API',
		fix: "Set 'Base URL' in the credential to the final address, or clear it to use Meta's own",
	},
	notGraph: {
		code: 'meta_error',
		what: 'The answer did not come from the Graph API',
		fix: "Check 'Base URL' in the credential, or clear it to use Meta's own",
	},
} as const satisfies Record<string, ErrorTemplate>;
