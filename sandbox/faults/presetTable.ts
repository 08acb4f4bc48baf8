import type { SandboxAccount } from '../model/accounts';
import { FLAVOURS, type FlavourRules } from '../model/flavours';
import { usageHeaders } from '../model/rateLimits';
import type { FaultEffect } from './effects';

/** A fault with a name, in the words of somebody who builds a workflow. */
export interface FaultPreset {
	title: string;
	group: 'unclear' | 'account' | 'customer' | 'file' | 'busy';
	strikes: Strikes;
	/** How many calls it strikes; `Infinity`: until it is removed. */
	times: number;
	/** The error code that the node's user reads; `null` if the message goes out all the same. */
	errorCode: string | null | Record<FlavourRules['audience'], string>;
	/** What the user meets, in one sentence. */
	meets: string;
	effect: (account: Account) => FaultEffect;
}

export type Account = Pick<SandboxAccount, 'id' | 'flavour' | 'name'>;

/** Which of an account's calls a preset is about. */
export type Strikes = 'messages' | 'files' | 'links' | 'everything';

const ruleError =
	(situation: keyof FlavourRules['errors']) =>
	({ flavour }: Account): FaultEffect => {
		const { errors, messagingScope } = FLAVOURS[flavour];
		return { error: errors[situation], values: { scope: messagingScope } };
	};

const HTML_503 = {
	status: 503,
	headers: { 'Content-Type': 'text/html; charset=utf-8' },
	body: '<!DOCTYPE html><html><head><title>Error</title></head><body>Service Unavailable</body></html>',
};

const unclear = (title: string, effect: FaultEffect, meets: string): FaultPreset => ({
	title,
	group: 'unclear',
	strikes: 'messages',
	times: 1,
	errorCode: 'unknown_outcome',
	meets,
	effect: () => effect,
});

/** Every preset by its name in the control API. */
export const FAULT_PRESETS = {
	'delivered-but-500': unclear(
		'Next send: delivered, but answered with 500',
		{ kind: 'deliver-then-500' },
		'The customer has the message, and the item fails because nobody told the workflow.',
	),
	'delivered-then-cut': unclear(
		'Next send: delivered, then the connection is cut',
		{ kind: 'deliver-then-reset' },
		'The customer has the message, and the item fails because no answer came.',
	),
	'delivered-half-answer': unclear(
		'Next send: delivered, and the answer breaks off',
		{ kind: 'truncate-response' },
		'The customer has the message, and the item fails because half an answer says nothing.',
	),
	'slow-answer': unclear(
		'Next send: delivered, and the answer is slow',
		{ kind: 'deliver-slowly' },
		'The item waits until you press "Answer now"; it fails if its Timeout ends before.',
	),
	'cut-before-reading': unclear(
		'Next call: the connection is cut at once',
		{ kind: 'reset-before-reading' },
		'Nothing arrives, but the item cannot know that and does not send again.',
	),
	'meta-down': {
		title: 'Meta is down',
		group: 'busy',
		strikes: 'everything',
		times: Infinity,
		errorCode: 'unknown_outcome',
		meets:
			'A message fails with an unknown outcome; uploads and lookups are repeated, then fail as temporarily_unavailable.',
		effect: () => ({ response: HTML_503 }),
	},
	'rate-limit-brief': {
		title: 'Rate limit, over at once',
		group: 'busy',
		strikes: 'messages',
		times: 1,
		errorCode: null,
		meets: 'The node waits a little and sends again by itself: the item is sent, with 2 attempts.',
		effect: ruleError('throttled'),
	},
	'rate-limit-two-minutes': {
		title: 'Rate limit for two minutes',
		group: 'busy',
		strikes: 'messages',
		times: Infinity,
		errorCode: 'rate_limited',
		meets:
			'The item fails at once and says when to try again; n8n leaves the account alone for two minutes, also once this is removed.',
		effect: ({ id, flavour }) => ({
			error: FLAVOURS[flavour].errors.throttled,
			headers: usageHeaders(id, 2, FLAVOURS[flavour].audience),
		}),
	},
	'token-expired': {
		title: 'Token expired',
		group: 'account',
		strikes: 'everything',
		times: Infinity,
		errorCode: 'invalid_token',
		meets: 'Every call fails until the credential has a new token.',
		effect: () => ({
			error: 'tokenExpired',
			values: {
				expiredAt: 'Friday, 01-Jan-26 00:00:00 PST',
				now: 'Friday, 02-Jan-26 00:00:00 PST',
			},
		}),
	},
	'password-changed': {
		title: 'Token ended: the password was changed',
		group: 'account',
		strikes: 'everything',
		times: Infinity,
		errorCode: 'invalid_token',
		meets: 'Every call fails until the credential has a new token.',
		effect: () => ({ error: 'tokenPasswordChanged' }),
	},
	'permission-missing': {
		title: 'Token without the permission to message',
		group: 'account',
		strikes: 'messages',
		times: Infinity,
		errorCode: 'permission_denied',
		meets: "The item fails and quotes Meta's answer, which names the missing permission.",
		effect: ruleError('missingPermission'),
	},
	'app-not-reviewed': {
		title: 'App not reviewed: this customer has no role on it',
		group: 'account',
		strikes: 'messages',
		times: Infinity,
		errorCode: 'permission_denied',
		meets: 'The item fails, as it does with every new Meta app and a customer who is no tester.',
		effect: ruleError('roleNeeded'),
	},
	'customer-blocked': {
		title: 'Customer blocked the account',
		group: 'customer',
		strikes: 'messages',
		times: 1,
		errorCode: 'message_not_allowed',
		meets: 'The item fails: this person cannot be reached until they write again.',
		effect: () => ({ error: 'recipientUnavailable' }),
	},
	'other-app-in-charge': {
		title: 'Another app is in charge of the conversation',
		group: 'customer',
		strikes: 'messages',
		times: 1,
		errorCode: 'message_not_allowed',
		meets: 'The item fails and says how to take the conversation over.',
		effect: ruleError('threadOwnedByOtherApp'),
	},
	'window-closed': {
		title: 'The 24-hour window has closed',
		group: 'customer',
		strikes: 'messages',
		times: 1,
		errorCode: { instagram: 'messaging_window_closed', messenger: 'message_not_allowed' },
		meets: 'The item fails: nothing may be sent until the customer writes again.',
		effect: ruleError('windowClosed'),
	},
	'customer-unknown': {
		title: 'Meta does not know the customer',
		group: 'customer',
		strikes: 'messages',
		times: 1,
		errorCode: 'recipient_not_found',
		meets: 'The item fails, as with the id of a customer of another account.',
		effect: ruleError('unknownRecipient'),
	},
	'media-not-fetched': {
		title: 'Meta cannot fetch the file from its link',
		group: 'file',
		strikes: 'links',
		times: Infinity,
		errorCode: 'audio_fetch_failed',
		meets:
			"After some repeats the item fails; if the link was the node's own signed link, as delivery_unavailable.",
		effect: () => ({ error: 'fetchFailed' }),
	},
	'media-refused': {
		title: 'Meta refuses the file',
		group: 'file',
		strikes: 'files',
		times: Infinity,
		errorCode: 'audio_unsupported',
		meets: 'The item fails and names the formats that Meta takes.',
		effect: () => ({ error: 'uploadFailure' }),
	},
	'media-too-large': {
		title: 'Meta finds the file too large',
		group: 'file',
		strikes: 'files',
		times: Infinity,
		errorCode: 'audio_too_large',
		meets: 'The item fails and names the largest size that Meta takes.',
		effect: () => ({ error: 'attachmentTooLarge' }),
	},
} satisfies Record<string, FaultPreset>;
