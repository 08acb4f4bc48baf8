import type { Flavour } from '../model/flavours';

/** What an app subscribes to webhooks of. */
export type WebhookObject = 'instagram' | 'page';

/** What a webhook can tell of a conversation. */
export const MESSAGING_KINDS = [
	'message',
	'echo',
	'postback',
	'reaction',
	'read',
	'delivery',
	'edit',
	'deleted',
	'referral',
	'optin',
	'handover',
] as const;

/** Everything that a webhook can tell of. */
export type EventKind = (typeof MESSAGING_KINDS)[number] | 'comment' | 'liveComment';

/**
 * The fields an app may subscribe to.
 * Source: Meta, "Instagram webhooks" and "Webhooks for the Messenger Platform". Meta's pages name
 * the field of edits on Instagram both ways.
 */
export const FIELDS: Record<WebhookObject, readonly string[]> = {
	instagram: [
		'comments',
		'live_comments',
		'mentions',
		'message_echoes',
		'message_edit',
		'message_edits',
		'message_reactions',
		'messages',
		'messaging_handover',
		'messaging_optins',
		'messaging_policy_enforcement',
		'messaging_postbacks',
		'messaging_referral',
		'messaging_seen',
		'response_feedback',
		'standby',
		'story_insights',
	],
	page: [
		'feed',
		'mention',
		'message_deliveries',
		'message_echoes',
		'message_edits',
		'message_reactions',
		'message_reads',
		'messages',
		'messaging_account_linking',
		'messaging_feedback',
		'messaging_game_plays',
		'messaging_handovers',
		'messaging_optins',
		'messaging_policy_enforcement',
		'messaging_postbacks',
		'messaging_referrals',
		'messaging_seen',
		'messenger_template_status_update',
		'response_feedback',
		'send_cart',
		'standby',
	],
};

interface WebhookRules {
	/** Object of the app's subscription. */
	object: WebhookObject;
	/** Object whose fields `subscribed_apps` knows: with Facebook login it is the Page's edge. */
	accountObject: WebhookObject;
	/** Any of these fields brings the event; a kind without a row has no webhook here. */
	fields: Partial<Record<EventKind, readonly string[]>>;
}

const INSTAGRAM_FIELDS: WebhookRules['fields'] = {
	message: ['messages'],
	deleted: ['messages'],
	postback: ['messaging_postbacks'],
	reaction: ['message_reactions'],
	read: ['messaging_seen'],
	edit: ['message_edit', 'message_edits'],
	referral: ['messaging_referral'],
	handover: ['messaging_handover'],
	comment: ['comments'],
	liveComment: ['live_comments'],
};

export const WEBHOOK_RULES: Record<Flavour, WebhookRules> = {
	instagramLogin: {
		object: 'instagram',
		accountObject: 'instagram',
		fields: { ...INSTAGRAM_FIELDS, echo: ['message_echoes'], optin: ['messaging_optins'] },
	},
	instagramPage: {
		object: 'instagram',
		accountObject: 'page',
		// Echoes come along with the messages.
		fields: { ...INSTAGRAM_FIELDS, echo: ['messages'] },
	},
	messenger: {
		object: 'page',
		accountObject: 'page',
		fields: {
			message: ['messages'],
			echo: ['message_echoes'],
			postback: ['messaging_postbacks'],
			reaction: ['message_reactions'],
			read: ['message_reads'],
			delivery: ['message_deliveries'],
			edit: ['message_edits'],
			referral: ['messaging_referrals'],
			optin: ['messaging_optins'],
			handover: ['messaging_handovers'],
			comment: ['feed'],
		},
	},
};
