import type { FlavourName } from './flavours';

/** The objects an app subscribes to webhooks of. */
export type WebhookObject = 'instagram' | 'page';

interface WebhookRules {
	object: WebhookObject;
	/** The webhook fields that bring an event of the trigger; absent where Meta has none. */
	fields: Readonly<Record<string, string | readonly string[]>>;
	/**
	 * What the account itself is subscribed to. With Facebook login that is the Page, whose edge does
	 * not know Instagram's fields: the subscription alone matters, and the app's fields decide.
	 */
	accountFields?: readonly string[];
}

/** Referrals (from a link or an ad) also come inside the first message, or in a tap on Get Started. */
const REFERRAL_CARRIERS = ['messages', 'messaging_postbacks'] as const;

const INSTAGRAM_FIELDS = {
	message: 'messages',
	voiceNote: 'messages',
	deleted: 'messages',
	postback: 'messaging_postbacks',
	reaction: 'message_reactions',
	read: 'messaging_seen',
	edit: 'message_edit',
	referral: [...REFERRAL_CARRIERS, 'messaging_referral'],
	handover: 'messaging_handover',
	standby: 'standby',
	comment: ['comments', 'live_comments'],
};

/**
 * https://developers.facebook.com/docs/instagram-platform/webhooks,
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/webhooks,
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks,
 * https://developers.facebook.com/docs/pages-api/webhooks-for-pages (`feed`)
 */
const RULES: Readonly<Record<FlavourName, WebhookRules>> = {
	instagramLogin: {
		object: 'instagram',
		fields: { ...INSTAGRAM_FIELDS, echo: 'message_echoes', optin: 'messaging_optins' },
	},
	instagramPage: {
		object: 'instagram',
		// Echoes come along with the messages.
		fields: { ...INSTAGRAM_FIELDS, echo: 'messages' },
		accountFields: ['messages'],
	},
	messenger: {
		object: 'page',
		fields: {
			message: 'messages',
			voiceNote: 'messages',
			deleted: 'messages',
			postback: 'messaging_postbacks',
			reaction: 'message_reactions',
			read: 'message_reads',
			delivery: 'message_deliveries',
			echo: 'message_echoes',
			edit: 'message_edits',
			referral: [...REFERRAL_CARRIERS, 'messaging_referrals'],
			optin: 'messaging_optins',
			handover: 'messaging_handovers',
			standby: 'standby',
			comment: 'feed',
		},
	},
};

/** What to subscribe to, on both of Meta's levels. */
export interface WantedFields {
	object: WebhookObject;
	app: string[];
	account: string[];
}

/** The webhook fields that bring the trigger's events; `messages` where Meta has none for them. */
export function wantedFields(flavour: FlavourName, events: readonly string[]): WantedFields {
	const { object, fields, accountFields } = RULES[flavour];
	const named = events.flatMap((event) => fields[event] ?? []);
	const app = named.length > 0 ? [...new Set(named)] : ['messages'];
	return { object, app, account: [...(accountFields ?? app)] };
}
