import type { AttachmentType } from '../attachmentTypes';
import type { Flavour } from '../flavours';
import {
	APP_REMOVED,
	APP_UNKNOWN,
	AUTOMATION_RUNNING,
	CALL_NOT_KNOWN,
	COMMENT_CLOSED,
	FETCH_FAILED,
	GET_STARTED_MISSING,
	HUMAN_AGENT_NOT_APPROVED,
	INVALID_TOKEN,
	LINK_RESTRICTED,
	META_ERROR,
	NO_ADVANCED_ACCESS,
	OTHER_APP_OWNS_THREAD,
	PERMISSION_DENIED,
	QUOTED_MESSAGE_UNKNOWN,
	RATE_LIMITED,
	RECIPIENT_UNKNOWN,
	RESTRICTED,
	ROLE_LOST,
	ROUTING_MISSING,
	SENDER_UNKNOWN,
	SEVERAL_IMAGES_UNAVAILABLE,
	TERMS_NOT_ACCEPTED,
	TOKEN_ENDED,
	TOKEN_EXPIRED,
	TOO_LARGE,
	UNAVAILABLE_RECIPIENT,
	UNKNOWN_OUTCOME,
	UNSUPPORTED_MEDIA,
	WINDOW_CLOSED,
	WINDOW_CLOSED_MESSENGER,
	type PlatformErrors,
	type RenderedError,
} from './catalog';
import { render } from './render';

/**
 * Meta's codes, by "code/subcode" first, then by "code".
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes,
 * https://developers.facebook.com/docs/graph-api/guides/error-handling,
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting.
 * Never by message (Meta translates it; the one exception is below) and never by HTTP status (Meta's are inconsistent).
 */
const META_ERRORS: Readonly<Record<string, PlatformErrors>> = {
	// https://github.com/sns-sdks/python-facebook/issues/271
	'101': APP_UNKNOWN,
	'102': INVALID_TOKEN,
	'104': INVALID_TOKEN,
	'190': INVALID_TOKEN,
	'190/458': APP_REMOVED,
	'190/460': TOKEN_ENDED,
	'190/463': TOKEN_EXPIRED,
	'190/492': ROLE_LOST,

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
	// https://github.com/chatwoot/chatwoot/issues/11773
	'9010': RECIPIENT_UNKNOWN,

	// Live answers, on no page of Meta's.
	'100/2534002': QUOTED_MESSAGE_UNKNOWN,
	'508/2534122': LINK_RESTRICTED,

	'100/2534025': COMMENT_CLOSED,
	'10900': COMMENT_CLOSED,

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
	'200/2018027': NO_ADVANCED_ACCESS,
	'200/2018028': NO_ADVANCED_ACCESS,
	// https://github.com/chatwoot/chatwoot/issues/11578
	'10/2534048': NO_ADVANCED_ACCESS,
	'200/2534048': NO_ADVANCED_ACCESS,
	'10/2534044': HUMAN_AGENT_NOT_APPROVED,
	// The message begins with "Service temporarily unavailable", but nothing is sent until the terms are accepted.
	'2/2018344': TERMS_NOT_ACCEPTED,
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
	'10/2018300': OTHER_APP_OWNS_THREAD,
	'10/2018321': AUTOMATION_RUNNING,
	// "(#27) Take thread control is not supported when Conversation Routing is not enabled": a live answer.
	'27': ROUTING_MISSING,

	'100/2018109': TOO_LARGE,
	'100/2018008': FETCH_FAILED,
	'100/2018047': UNSUPPORTED_MEDIA,
	'100/2018294': UNSUPPORTED_MEDIA,
	'100/2534015': UNSUPPORTED_MEDIA,
	'100/2534080': UNSUPPORTED_MEDIA,
	'546': UNSUPPORTED_MEDIA,
	'100/2018074': {
		code: 'meta_error',
		what: 'Meta does not know this attachment id',
		fix: 'Attachment ids work for 90 days and only for the Page that uploaded them. Upload the file again and use the new id',
	},

	'4': RATE_LIMITED,
	'9/2018352': RATE_LIMITED,
	'17': RATE_LIMITED,
	'32': RATE_LIMITED,
	'341': RATE_LIMITED,
	'613': RATE_LIMITED,
	'80001': RATE_LIMITED,
	'80002': RATE_LIMITED,
	'80004': RATE_LIMITED,
	'80006': RATE_LIMITED,

	// Meta says of 1/1357046 that the messages "are all sent successfully, but the endpoint returns an error".
	'1/1357046': {
		...UNKNOWN_OUTCOME,
		what: 'Meta answered with an internal fault after it had most likely delivered the message',
	},
	// Time-outs and passing faults: the client takes them for temporary in calls that deliver nothing.
	'-2': UNKNOWN_OUTCOME,
	'-2/2534084': UNKNOWN_OUTCOME,
	'1545012': UNKNOWN_OUTCOME,
	'-1': UNKNOWN_OUTCOME,
	'1': UNKNOWN_OUTCOME,
	'2': UNKNOWN_OUTCOME,
	'1200': UNKNOWN_OUTCOME,
};

/** Subcodes whose code Meta's pages do not give; looked up after the pairs above. */
const BY_SUBCODE: Readonly<Record<number, PlatformErrors>> = {
	1545012: UNKNOWN_OUTCOME,
	// Seen as a subcode of 100, and by itself: https://developers.facebook.com/docs/messenger-platform/messenger-profile/persistent-menu
	2018145: GET_STARTED_MISSING,
	2534068: SEVERAL_IMAGES_UNAVAILABLE,
	2018218: {
		code: 'recipient_not_found',
		what: 'Meta has no profile of this person for this account',
		fix: 'A profile can be read once the person has written to the account, unless they have blocked it',
	},
	2018247: {
		code: 'permission_denied',
		what: 'The Meta app may not read profiles',
		fix: "Request the feature 'Business Asset User Profile Access' for the app in Meta's App Review",
	},
};

/**
 * The one answer that only its words tell from others: code 100 and no subcode. It has been seen in
 * English alone; in any other language it stays META_ERROR, which quotes it. https://github.com/chatwoot/chatwoot/issues/14932
 */
const CALL_NOT_KNOWN_TEXT = /^(?:\(#100\) )?Unsupported request - method type\b/;

/** Codes 200 to 299 are all permissions: https://developers.facebook.com/docs/graph-api/guides/error-handling */
const isPermissionCode = (code: number) => code >= 200 && code <= 299;

/** What Meta's answer says by itself. */
export interface MetaError {
	code: number;
	subcode?: number;
	message?: unknown;
}

/**
 * Looks an answer up; unknown codes mean that Meta refused for a reason only its text gives.
 * @param type the kind of file the call was about; the codes speak of files in general
 */
export function metaErrorFor(
	flavour: Flavour,
	{ code, subcode, message }: MetaError,
	type?: AttachmentType,
): RenderedError {
	const entry =
		META_ERRORS[`${code}/${subcode}`] ??
		BY_SUBCODE[subcode ?? 0] ??
		META_ERRORS[String(code)] ??
		byText(code, subcode, message) ??
		(isPermissionCode(code) ? PERMISSION_DENIED : META_ERROR);
	return render('code' in entry ? entry : entry[flavour.platform], flavour, type);
}

function byText(code: number, subcode: number | undefined, message: unknown) {
	if (code !== 100 || subcode !== undefined || typeof message !== 'string') return undefined;
	return CALL_NOT_KNOWN_TEXT.test(message) ? CALL_NOT_KNOWN : undefined;
}

/** Every row of both tables, for tests. Rows by subcode alone have no code. */
export const KNOWN_META_CODES: ReadonlyArray<{ code?: number; subcode?: number }> = [
	...Object.keys(META_ERRORS).map((key) => {
		const [code, subcode] = key.split('/').map(Number);
		return { code, subcode };
	}),
	...Object.keys(BY_SUBCODE).map((subcode) => ({ subcode: Number(subcode) })),
];
