import type { Flavour, Platform } from './flavours';

/** What an answer of Meta's means to the user, and whether it may be repeated. */
export interface Meaning {
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

type Row = Omit<Meaning, 'delivered'> & { delivered?: 'unknown' };

/** One row where both platforms agree, two where they do not. */
type Entry = Row | Readonly<Record<Platform, Row>>;

const INVALID_TOKEN: Row = {
	code: 'invalid_token',
	what: '{platform} does not accept the access token any more',
	fix: "Create a new token in your Meta app and paste it into '{tokenField}' of the credential",
};

const SENDER_UNKNOWN: Entry = {
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

const RECIPIENT_UNKNOWN: Row = {
	code: 'recipient_not_found',
	what: 'No {platform} conversation with this recipient was found',
	fix: "Set 'Recipient' to the sender id this account received in a message (from the trigger, 'customerId'); ids of other accounts, apps or user names do not work",
};

const WINDOW_CLOSED_FIX =
	"Wait until the customer writes again. If a person (not a bot) is replying, set 'Message Tag' to Human Agent, which is allowed for seven days";

const WINDOW_CLOSED: Row = {
	code: 'messaging_window_closed',
	what: 'The 24-hour messaging window is closed',
	fix: WINDOW_CLOSED_FIX,
};

const WINDOW_CLOSED_MESSENGER: Row = {
	code: 'message_not_allowed',
	what: 'The 24-hour messaging window is closed, or the customer never wrote to this Page',
	fix: WINDOW_CLOSED_FIX,
};

const UNAVAILABLE_RECIPIENT: Row = {
	code: 'message_not_allowed',
	what: 'The recipient cannot receive messages from this account right now',
	fix: 'They may have blocked the account, or closed or restricted theirs. Reach them another way',
};

const PERMISSION_DENIED: Row = {
	code: 'permission_denied',
	what: 'The access token lacks a permission that sending needs',
	fix: 'Check that the Meta app is live, has advanced access to the messaging permissions ({permissions}), and that the token was created with them',
};

const RESTRICTED: Row = {
	code: 'message_not_allowed',
	what: 'Meta has restricted this account from sending messages',
	fix: 'Open Account Quality (or Support Inbox) in Meta Business Suite, settle what is listed there and wait at least 24 hours',
};

const OTHER_APP_OWNS_THREAD: Row = {
	code: 'message_not_allowed',
	what: 'Another app is in charge of this conversation',
	fix: "In the Page's or account's settings, under 'Conversation routing', make this app the default, or let the other app pass the thread on",
};

const FETCH_FAILED: Row = {
	code: 'audio_fetch_failed',
	what: 'Meta could not fetch the audio from its URL',
	fix: 'Check that the URL opens without login in a private browser window, over https, within 10 seconds, and is the file itself',
	retry: 'fetch',
};

const UNSUPPORTED_AUDIO: Row = {
	code: 'audio_unsupported',
	what: '{platform} does not take this audio file',
	fix: "Leave 'Convert' at Auto, so that the audio is sent as AAC in an .m4a file",
};

const RATE_LIMITED: Row = {
	code: 'rate_limited',
	what: 'Meta is limiting how many calls this account may make',
	fix: 'Send fewer messages at a time, and run the items that were not sent again later',
	retry: 'throttle',
};

const UNKNOWN_OUTCOME: Row = {
	code: 'unknown_outcome',
	what: 'Meta did not say whether the message was delivered',
	fix: 'Look into the conversation before sending again: the customer may already have it',
	delivered: 'unknown',
};

const META_ERROR: Row = {
	code: 'meta_error',
	what: 'Meta did not accept the request',
	fix: 'Check the parameters against what Meta answered',
};

/**
 * Meta's codes, by "code/subcode" first, then by "code".
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes,
 * https://developers.facebook.com/docs/graph-api/guides/error-handling,
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting.
 * Never by message (Meta translates it) and never by HTTP status (Meta's are inconsistent).
 */
const ENTRIES: Readonly<Record<string, Entry>> = {
	'102': INVALID_TOKEN,
	'104': INVALID_TOKEN,
	'190': INVALID_TOKEN,

	'33': SENDER_UNKNOWN,
	'100/33': SENDER_UNKNOWN,
	'100/2534013': {
		...SENDER_UNKNOWN,
		instagram: {
			code: 'invalid_ig_user_id',
			what: 'The Page is not linked to an Instagram professional account',
			fix: "Link the Instagram account to the Page in Meta Business Suite, or use the credential's 'Instagram' login instead",
		},
	},
	'2500': SENDER_UNKNOWN,

	'100/2018001': RECIPIENT_UNKNOWN,
	'100/2534001': RECIPIENT_UNKNOWN,
	'100/2534014': RECIPIENT_UNKNOWN,

	'10/2018065': { instagram: WINDOW_CLOSED, messenger: WINDOW_CLOSED_MESSENGER },
	'10/2018278': { instagram: WINDOW_CLOSED, messenger: WINDOW_CLOSED_MESSENGER },
	'10/2534022': { instagram: WINDOW_CLOSED, messenger: WINDOW_CLOSED_MESSENGER },

	'551': UNAVAILABLE_RECIPIENT,
	'200/1545041': UNAVAILABLE_RECIPIENT,
	'10/2018108': UNAVAILABLE_RECIPIENT,

	'1/99': PERMISSION_DENIED,
	'3': PERMISSION_DENIED,
	'10': PERMISSION_DENIED,
	'10/2534077': {
		code: 'permission_denied',
		what: 'Meta cannot verify the connection between the Instagram account, the person and the Page',
		fix: 'Reconnect the Instagram account to the Page in Meta Business Suite, with two-factor authentication where Meta asks for it, and create a new token',
	},
	'200': PERMISSION_DENIED,
	'200/2534041': {
		code: 'permission_denied',
		what: "The account's owner does not let apps read and send its messages",
		fix: "In the Instagram app, open Settings > Messages and story replies > Message controls > Connected tools and switch on 'Allow access to messages'",
	},
	'36103': {
		code: 'permission_denied',
		what: 'This Instagram account may not use the messaging API yet',
		fix: 'Make it a professional account, wait a day, and connect it again',
	},

	'10/1893063': RESTRICTED,
	'100/2534029': RESTRICTED,
	'368': RESTRICTED,
	'613/2018338': RESTRICTED,
	'2022': {
		code: 'message_not_allowed',
		what: 'Messages are switched off for this business',
		fix: "Switch messaging on in the Page's or shop's settings in Meta Business Suite",
	},
	'100/2534037': OTHER_APP_OWNS_THREAD,
	'2018300': OTHER_APP_OWNS_THREAD,

	'100/2018109': {
		code: 'audio_too_large',
		what: 'The audio is larger than the 25 MB Meta takes',
		fix: "Shorten it, or leave 'Convert' at Auto",
	},
	'100/2018008': FETCH_FAILED,
	'100/2018047': UNSUPPORTED_AUDIO,
	'100/2018294': UNSUPPORTED_AUDIO,
	'100/2534015': UNSUPPORTED_AUDIO,
	'546': UNSUPPORTED_AUDIO,
	'100/2018074': {
		code: 'meta_error',
		what: 'Meta does not know this attachment id',
		fix: 'Attachment ids work for 90 days and only for the Page that uploaded them. Upload the file again and use the new id',
	},

	'4': RATE_LIMITED,
	'17': RATE_LIMITED,
	'32': RATE_LIMITED,
	'341': RATE_LIMITED,
	'613': RATE_LIMITED,
	'80001': RATE_LIMITED,
	'80002': RATE_LIMITED,
	'80006': RATE_LIMITED,

	// Meta says of 1/1357046 that the messages "are all sent successfully, but the endpoint returns an error".
	'1/1357046': {
		...UNKNOWN_OUTCOME,
		what: 'Meta answered with an internal fault after it had most likely delivered the message',
	},
	'-1': UNKNOWN_OUTCOME,
	'1': UNKNOWN_OUTCOME,
	'2': UNKNOWN_OUTCOME,
	'1200': UNKNOWN_OUTCOME,
};

/** Sentences for outcomes that carry no code of Meta's. */
export const WITHOUT_CODE = {
	invalidToken: INVALID_TOKEN,
	rateLimited: RATE_LIMITED,
	unknownOutcome: UNKNOWN_OUTCOME,
	metaError: META_ERROR,
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
} as const satisfies Record<string, Row>;

const PERMISSIONS: Readonly<Record<Flavour['name'], string>> = {
	instagramLogin: 'instagram_business_basic, instagram_business_manage_messages',
	instagramPage: 'instagram_basic, instagram_manage_messages, pages_messaging',
	messenger: 'pages_messaging',
};

/** Codes 200 to 299 are all permissions: https://developers.facebook.com/docs/graph-api/guides/error-handling */
const isPermissionCode = (code: number) => code >= 200 && code <= 299;

/** Looks an answer up; unknown codes mean that Meta refused for a reason only its text gives. */
export function meaningOf(flavour: Flavour, code: number, subcode?: number): Meaning {
	const entry =
		ENTRIES[`${code}/${subcode}`] ??
		ENTRIES[String(code)] ??
		(isPermissionCode(code) ? PERMISSION_DENIED : META_ERROR);
	return fill('code' in entry ? entry : entry[flavour.platform], flavour);
}

/** Puts the account's own words into a row. */
export function fill(row: Row, flavour: Flavour): Meaning {
	const inWords = (sentence: string) =>
		sentence
			.replaceAll('{platform}', flavour.displayName)
			.replaceAll('{tokenField}', flavour.tokenField)
			.replaceAll('{permissions}', PERMISSIONS[flavour.name]);
	return {
		...row,
		what: inWords(row.what),
		fix: inWords(row.fix),
		delivered: row.delivered ?? 'no',
	};
}

/** Every pair of codes in the table, for tests and documentation. */
export const KNOWN_ANSWERS: ReadonlyArray<{ code: number; subcode?: number }> = Object.keys(
	ENTRIES,
).map((key) => {
	const [code, subcode] = key.split('/').map(Number);
	return { code: code ?? 0, ...(subcode === undefined ? {} : { subcode }) };
});
