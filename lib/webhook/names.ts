/** The events a user can choose from; part of the public contract. */
export const EVENT_NAMES = [
	'message',
	'voiceNote',
	'postback',
	'reaction',
	'read',
	'delivery',
	'echo',
	'edit',
	'deleted',
	'referral',
	'optin',
	'handover',
	'standby',
	'comment',
	'other',
] as const;

export type EventName = (typeof EVENT_NAMES)[number];
