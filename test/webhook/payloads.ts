/**
 * Updates as Meta documents them.
 * https://developers.facebook.com/documentation/instagram-platform/webhooks/examples,
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
 */

export const ACCOUNT = '17841400123456789';
export const CUSTOMER = '7249103847561234';
export const PAGE = '104958162837';

export const SENT_AT_MS = 1_795_158_000_000;
export const SENT_AT = new Date(SENT_AT_MS).toISOString();

type Json = Record<string, unknown>;

const customer = { sender: { id: CUSTOMER }, recipient: { id: ACCOUNT }, timestamp: SENT_AT_MS };
const account = { sender: { id: ACCOUNT }, recipient: { id: CUSTOMER }, timestamp: SENT_AT_MS };

const audio = {
	type: 'audio',
	payload: { url: 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=a' },
};

export const UPDATES = {
	text: { ...customer, message: { mid: 'aWdf1', text: 'hi' } },
	voiceNote: { ...customer, message: { mid: 'aWdf2', attachments: [audio] } },
	image: {
		...customer,
		message: {
			mid: 'aWdf3',
			attachments: [{ type: 'image', payload: { url: 'https://a.fbcdn.net/i' } }],
		},
	},
	sticker: {
		...customer,
		message: {
			mid: 'm_4',
			attachments: [
				{ type: 'image', payload: { url: 'https://a.fbcdn.net/s', sticker_id: 369239263222822 } },
			],
		},
	},
	preview: {
		...customer,
		message: {
			mid: 'm_5',
			text: 'https://svara.example',
			attachments: [{ type: 'fallback', title: 'Svara', url: 'https://svara.example' }],
		},
	},
	storyReply: {
		...customer,
		message: {
			mid: 'aWdf6',
			text: 'wow',
			reply_to: { story: { url: 'https://a.cdninstagram.com/x', id: '17900000000000001' } },
		},
	},
	reply: { ...customer, message: { mid: 'aWdf7', text: 'yes', reply_to: { mid: 'aWdf1' } } },
	quickReply: {
		...customer,
		message: { mid: 'aWdf8', text: 'Blue', quick_reply: { payload: 'BLUE' } },
	},
	adReferral: {
		...customer,
		message: {
			mid: 'aWdf9',
			text: 'How much?',
			referral: {
				ref: 'spring',
				ad_id: '120210000000000001',
				source: 'ADS',
				type: 'OPEN_THREAD',
				ads_context_data: { ad_title: 'Spring', photo_url: 'https://a.fbcdn.net/p' },
			},
		},
	},
	echo: { ...account, message: { mid: 'aWdf10', text: 'hello', is_echo: true } },
	pageEcho: {
		...account,
		message: {
			mid: 'm_11',
			is_echo: true,
			app_id: 1517776481860111,
			metadata: 'run 7',
			attachments: [audio],
		},
	},
	deleted: { ...customer, message: { mid: 'aWdf1', is_deleted: true } },
	unsupported: { ...customer, message: { mid: 'aWdf12', is_unsupported: true } },
	reaction: {
		...customer,
		reaction: { mid: 'aWdf10', action: 'react', reaction: 'love', emoji: '\u2764\ufe0f' },
	},
	unreact: { ...customer, reaction: { mid: 'aWdf10', action: 'unreact' } },
	postback: {
		...customer,
		postback: { mid: 'aWdf13', title: 'Prices', payload: 'PRICES' },
	},
	postbackReferral: {
		...customer,
		postback: {
			mid: 'aWdf14',
			title: 'Get Started',
			payload: 'START',
			referral: { ref: 'card', source: 'SHORTLINKS', type: 'OPEN_THREAD' },
		},
	},
	seen: { ...customer, read: { mid: 'aWdf10' } },
	read: { ...customer, read: { watermark: 1_795_157_990_000 } },
	delivery: {
		...customer,
		delivery: { mids: ['m_11'], watermark: 1_795_157_980_000 },
	},
	referral: {
		...customer,
		referral: { ref: 'flyer', source: 'SHORTLINK', type: 'OPEN_THREAD' },
	},
	edit: { ...customer, message_edit: { mid: 'aWdf1', text: 'hi there', num_edit: '1' } },
	optin: {
		...customer,
		optin: {
			type: 'notification_messages',
			payload: 'news',
			notification_messages_token: 'tok',
			token_expiry_timestamp: 1_800_000_000_000,
			user_token_status: 'NOT_REFRESHED',
		},
	},
	pass: {
		...customer,
		pass_thread_control: {
			previous_owner_app_id: '263902037430900',
			new_owner_app_id: '1217981644879628',
			metadata: 'done',
		},
	},
	request: {
		...customer,
		request_thread_control: { requested_owner_app_id: 263902037430900, metadata: '' },
	},
	unknown: { ...customer, message_poll: { poll_id: '77', votes: 3 } },
} as const satisfies Record<string, Json>;

export type UpdateName = keyof typeof UPDATES;

export const messaging = (updates: readonly unknown[], entryId = ACCOUNT): Json => ({
	object: 'instagram',
	entry: [{ id: entryId, time: SENT_AT_MS + 200, messaging: updates }],
});

/** The dashboard's Test button. */
export const testButton: Json = {
	object: 'instagram',
	entry: [
		{
			id: '0',
			time: 1_527_459_825,
			changes: [
				{
					field: 'messages',
					value: {
						sender: { id: '12334' },
						recipient: { id: '23245' },
						timestamp: '1527459824',
						message: { mid: 'random_mid', text: 'random_text' },
					},
				},
			],
		},
	],
};

/**
 * Bytes as Meta writes them: everything beyond ASCII as lower-case escapes, slashes escaped.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks
 */
export function asMetaWrites(body: unknown): Buffer {
	const json = JSON.stringify(body)
		.replaceAll('/', '\\/')
		.replace(/[\u0080-\uffff]/g, (character) => {
			return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
		});
	return Buffer.from(json, 'latin1');
}
