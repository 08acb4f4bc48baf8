/** One error as Meta documents it. `{name}` in a text is filled in by the rule that throws it. */
export interface ErrorTemplate {
	code: number;
	subcode?: number;
	/** HTTP status; default 400. */
	status?: number;
	/** Error type, where it does not follow the host. */
	type?: 'OAuthException' | 'GraphMethodException';
	/** Tokens and object lookups carry no `(#code)` in front on graph.facebook.com. */
	isUnprefixed?: true;
	isTransient?: true;
	/** Meta's English. */
	text: string;
}

const token = (subcode: number | undefined, text: string, status = 400): ErrorTemplate => ({
	code: 190,
	...(subcode === undefined ? {} : { subcode }),
	status,
	type: 'OAuthException',
	isUnprefixed: true,
	text,
});

const invalid = (subcode: number | undefined, text: string): ErrorTemplate => ({
	code: 100,
	...(subcode === undefined ? {} : { subcode }),
	text,
});

/**
 * Meta's errors, by the situation that causes them.
 * Sources: Meta "Common Error Codes" (Messenger Platform), "Handle Errors" (Graph API), and
 * responses recorded in public issues where the pages give no text.
 */
const TEMPLATES = {
	unexpected: {
		code: 2,
		status: 500,
		isUnprefixed: true,
		text: 'An unexpected error has occurred. Please retry your request later.',
	},
	tokenMissing: {
		code: 104,
		type: 'OAuthException',
		isUnprefixed: true,
		text: 'An access token is required to request this resource.',
	},
	tokenMissingOnInstagram: token(undefined, 'Access token is missing.'),
	tokenUnparsable: token(undefined, 'Invalid OAuth access token - Cannot parse access token'),
	/** Of an app's token whose secret is wrong. */
	tokenSignature: token(undefined, 'Invalid OAuth access token signature.'),
	appUnknown: {
		code: 101,
		type: 'OAuthException',
		isUnprefixed: true,
		text: 'Error validating application. Cannot get application info due to a system error.',
	},
	proofWrong: {
		code: 100,
		type: 'GraphMethodException',
		isUnprefixed: true,
		text: 'Invalid appsecret_proof provided in the API argument',
	},
	tokenOfOtherApp: invalid(
		undefined,
		'The App_id in the input_token did not match the Viewing App',
	),
	tokenExpired: token(
		463,
		'Error validating access token: Session has expired on {expiredAt}. The current time is {now}.',
	),
	tokenPasswordChanged: token(
		460,
		'Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
		401,
	),
	tokenRevoked: token(
		458,
		'Error validating access token: The user has not authorized application {appId}.',
	),
	tokenRoleLost: token(
		492,
		'Error validating access token: The user must be an administrator, editor, or moderator of the page in order to impersonate it.',
	),
	proofMissing: {
		code: 100,
		type: 'GraphMethodException',
		isUnprefixed: true,
		text: 'API calls from the server require an appsecret_proof argument',
	},
	clientSecretWrong: {
		code: 101,
		type: 'OAuthException',
		text: 'Error validating client secret.',
	},
	tokenNotShortLived: {
		code: 452,
		type: 'OAuthException',
		text: 'Session key invalid. This could be because the session key has an incorrect format.',
	},
	appTokenRequired: {
		code: 15,
		type: 'OAuthException',
		text: 'This method must be called with an app access_token.',
	},
	capabilityMissing: {
		code: 3,
		text: 'Application does not have the capability to make this API call.',
	},
	permissionNotGranted: {
		code: 10,
		status: 403,
		text: 'Application does not have permission for this action',
	},
	pagePermissionMissing: {
		code: 200,
		status: 403,
		text: 'Requires {scope} permission to manage the object.',
	},
	objectNotFound: {
		code: 100,
		subcode: 33,
		type: 'GraphMethodException',
		isUnprefixed: true,
		text: "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
	},
	methodUnsupported: {
		code: 100,
		isUnprefixed: true,
		text: 'Unsupported request - method type: {method}',
	},
	unknownPath: {
		code: 2500,
		isUnprefixed: true,
		text: 'Unknown path components: {path}',
	},
	unknownField: invalid(
		undefined,
		'Tried accessing nonexisting field ({field}) on node type ({node})',
	),
	parameterMissing: invalid(undefined, 'The parameter {parameter} is required'),
	parameterInvalid: invalid(undefined, 'Invalid parameter: param {parameter} {must}'),
	unknownKeys: invalid(undefined, 'Invalid keys "{keys}" were found in param "{parameter}".'),
	tagRetired: invalid(undefined, 'The message tag {tag} is no longer supported.'),
	messageEmpty: invalid(2018034, 'Message cannot be empty, must provide valid attachment or text'),
	messageAndAction: invalid(2018014, 'Cannot send both message and state at the same time'),
	invalidMessageData: invalid(2534015, 'Invalid message data'),
	textTooLong: invalid(
		undefined,
		'Length of param message[text] must be less than or equal to {max}',
	),
	replyToUnknown: invalid(2534002, 'Invalid message id.'),
	messageUnknown: invalid(
		undefined,
		'Invalid message id: the message does not exist in this conversation.',
	),
	messageDeleted: {
		code: 9_000_001,
		text: 'The message has been deleted.',
	},
	postUnknown: invalid(undefined, 'The post does not exist, or the account does not own it.'),
	severalImagesUnavailable: invalid(2534068, 'This feature is not available.'),
	consentRequired: {
		code: 230,
		text: 'User consent is required to access user profile.',
	},
	profileUnavailable: invalid(2018218, 'No profile available for this user.'),
	profileFieldNotAllowed: invalid(2018247, 'Insufficient permission to access user profile.'),
	commentInvalid: invalid(2534025, 'The comment is invalid for a private reply.'),
	unknownInstagramUser: invalid(2534014, 'The requested user cannot be found.'),
	noMatchingInstagramUser: { code: 9010, text: 'No matching Instagram user' },
	unknownPageUser: invalid(2018001, 'No matching user found'),
	recipientUnavailable: {
		code: 551,
		subcode: 1545041,
		text: "This person isn't available right now.",
	},
	instagramWindowClosed: {
		code: 10,
		subcode: 2534022,
		status: 403,
		text: 'This message is sent outside of allowed window.',
	},
	messengerWindowClosed: {
		code: 10,
		subcode: 2018278,
		text: 'This message is sent outside of allowed window. Learn more about the new policy here: https://developers.facebook.com/docs/messenger-platform/policy-overview',
	},
	businessBlocked: invalid(
		2534029,
		'The business is blocked from using the Instagram Messaging API.',
	),
	pageNotLinked: invalid(
		2534013,
		'The page is not linked to an Instagram account or the linked IG account is not professional account',
	),
	messageAccessDisabled: {
		code: 200,
		subcode: 2534041,
		status: 403,
		text: 'The account owner has disabled access to instagram direct messages.',
	},
	notThreadOwner: invalid(2534037, 'The app is not the thread owner.'),
	getStartedMissing: invalid(
		2018145,
		'You must set a Get Started button if you also wish to use persistent menu',
	),
	threadControlledByOtherApp: {
		code: 10,
		subcode: 2018300,
		status: 403,
		text: 'Another app is controlling this thread now.',
	},
	takingNotSupported: {
		code: 27,
		text: 'Take thread control is not supported when Conversation Routing is not enabled',
	},
	requestingNotSupported: {
		code: 27,
		text: 'Request thread control is not supported when Conversation Routing is enabled',
	},
	automatedFlowRunning: {
		code: 10,
		subcode: 2018321,
		status: 403,
		text: 'The page is currently running an automated flow with this person.',
	},
	humanAgentNotApproved: {
		code: 10,
		subcode: 2534044,
		status: 403,
		text: 'The app is not approved to use the Human Agent feature.',
	},
	advancedAccessMissing: {
		code: 10,
		subcode: 2534048,
		status: 403,
		text: 'The app does not have Advanced Access to the permission, and the recipient has no role on the app.',
	},
	advancedAccessMissingOnPage: {
		code: 200,
		subcode: 2534048,
		status: 403,
		text: 'The app does not have Advanced Access to the permission, and the recipient has no role on the app.',
	},
	appNotReviewed: {
		code: 200,
		subcode: 2018028,
		status: 403,
		text: 'Cannot message users who are not admins, developers or testers of the app until pages_messaging permission is reviewed and the app is live.',
	},
	fetchFailed: invalid(2018008, 'Failed to fetch the file from the url'),
	audioFormNotTaken: invalid(2534080, 'The audio format is not supported.'),
	linkRestricted: {
		code: 508,
		subcode: 2534122,
		isTransient: true,
		text: 'Invalid message id: links are temporarily unavailable.',
	},
	uploadFailure: invalid(2018047, 'Upload attachment failure.'),
	attachmentTooLarge: invalid(2018109, 'Attachment size exceeds allowable limit'),
	attachmentUnknown: invalid(2018074, 'Invalid attachment ID or the app is not the owner of it.'),
	fileTypeNotAllowed: {
		code: 546,
		text: "The type of file you're trying to attach isn't allowed. Please try again with a different format",
	},
	callsRateLimit: {
		code: 613,
		text: 'Calls to this api have exceeded the rate limit.',
	},
	instagramRateLimit: {
		code: 613,
		subcode: 2534040,
		text: 'Calls to this api have exceeded the rate limit.',
	},
	appRequestLimit: {
		code: 4,
		type: 'OAuthException',
		isTransient: true,
		text: 'Application request limit reached',
	},
	tooManyActions: {
		code: 9,
		subcode: 2018352,
		text: 'Too many actions: the person has been asked too often.',
	},
	businessUseCaseLimit: {
		code: 80004,
		text: 'There have been too many calls to this account. Wait a bit and try again.',
	},
	readTimedOut: {
		code: -2,
		subcode: 2534084,
		status: 500,
		text: 'The request timed out. Please reduce the amount of data you are asking for.',
	},
	/** "Messages are all sent successfully, but the endpoint returns an error." Source: Meta's error codes. */
	sentAllTheSame: {
		code: 1,
		subcode: 1357046,
		status: 500,
		isUnprefixed: true,
		text: 'Received Invalid JSON reply.',
	},
	temporaryFailure: {
		code: 1200,
		subcode: 1545012,
		status: 500,
		isTransient: true,
		text: 'Temporary failure. Please try again later.',
	},
	privacyTermsNotAccepted: {
		code: 2,
		subcode: 2018344,
		status: 500,
		text: 'Service temporarily unavailable: the privacy terms of the inbox are not accepted.',
	},
	callbackRefused: {
		code: 2200,
		text: 'Callback verification failed with the following errors: {reason}',
	},
	webhookFieldUnknown: invalid(
		undefined,
		'Param {parameter} must be one of {{fields}} - got "{field}".',
	),
	tokenTooYoung: token(
		undefined,
		'The access token is less than 24 hours old and cannot be refreshed yet.',
	),
} satisfies Record<string, ErrorTemplate>;

export type ErrorName = keyof typeof TEMPLATES;

export const ERROR_TABLE: Record<ErrorName, ErrorTemplate> = TEMPLATES;
