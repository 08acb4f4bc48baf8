/**
 * Updates as Meta documents them, and as it sends them besides (found in recorded webhooks).
 * https://developers.facebook.com/documentation/instagram-platform/webhooks/examples,
 * https://developers.facebook.com/documentation/instagram-platform/self-messaging,
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
	sharedStory: {
		...customer,
		message: {
			mid: 'aWdf15',
			text: 'look',
			attachments: [
				{
					type: 'ig_story',
					payload: {
						story_media_id: '17900000000000002',
						story_media_url: 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=2',
					},
				},
			],
		},
	},
	sharedReel: {
		...customer,
		message: {
			mid: 'aWdf16',
			attachments: [
				{
					type: 'ig_reel',
					payload: {
						reel_video_id: '17900000000000003',
						title: 'How we bake',
						url: 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=3',
					},
				},
			],
		},
	},
	sharedPost: {
		...customer,
		message: {
			mid: 'aWdf17',
			attachments: [
				{
					type: 'ig_post',
					payload: {
						ig_post_media_id: '17900000000000004',
						title: 'New bread',
						url: 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=4',
					},
				},
			],
		},
	},
	location: {
		...customer,
		message: {
			mid: 'm_18',
			attachments: [
				{
					type: 'location',
					title: "Ann's Location",
					url: 'https://www.facebook.com/l.php?u=1',
					payload: { coordinates: { lat: 52.5163, long: -13.3777 } },
				},
			],
		},
	},
	product: {
		...customer,
		message: {
			mid: 'aWdf19',
			text: 'Is it available?',
			attachments: [
				{
					type: 'template',
					payload: {
						product: {
							elements: [
								{
									id: '4500000000000001',
									retailer_id: 'sku-7',
									title: 'Bread knife',
									subtitle: '€ 12',
									image_url: 'https://a.fbcdn.net/k',
								},
							],
						},
					},
				},
			],
		},
	},
	templateEcho: {
		...account,
		message: {
			mid: 'aWdf20',
			is_echo: true,
			attachments: [
				{
					type: 'template',
					payload: {
						generic: {
							elements: [
								{
									title: 'Our menu',
									buttons: [{ type: 'open_url', url: 'https://svara.example/menu', title: 'Open' }],
								},
							],
						},
					},
				},
			],
		},
	},
	buttonTemplateEcho: {
		...account,
		message: {
			mid: 'm_21',
			is_echo: true,
			attachments: [
				{
					type: 'template',
					payload: {
						template_type: 'button',
						text: 'Anything else?',
						buttons: [{ type: 'postback', title: 'No', payload: 'DONE' }],
					},
				},
			],
		},
	},
	previewText: {
		...customer,
		message: {
			mid: 'm_22',
			attachments: [{ type: 'fallback', payload: 'https://svara.example/a', title: 'Svara' }],
		},
	},
	adClick: {
		...customer,
		message: { mid: 'aWdf23', text: 'Hi!' },
		referral: {
			ref: 'summer',
			ad_id: '120210000000000002',
			source: 'ADS',
			type: 'OPEN_THREAD',
			ads_context_data: { ad_title: 'Summer' },
		},
	},
	priorMessage: {
		sender: { id: CUSTOMER, user_ref: 'checkbox-9' },
		recipient: customer.recipient,
		timestamp: SENT_AT_MS,
		message: { mid: 'm_24', text: 'yes', commands: [{ name: 'flights' }] },
		prior_message: { source: 'checkbox_plugin', identifier: 'checkbox-9' },
	},
	self: {
		...account,
		message: { mid: 'aWdf25', text: 'a test', is_echo: true, is_self: true },
	},
	selfTap: {
		...account,
		is_self: true,
		postback: { mid: 'aWdf26', title: 'Start Chatting', payload: 'START' },
	},
} as const satisfies Record<string, Json>;

export type UpdateName = keyof typeof UPDATES;

/** In some apps one comes with each new message. Nothing was edited. */
export const NO_EDITS: readonly Json[] = [
	{ ...customer, message_edit: { mid: 'aWdf1', num_edit: 0 } },
	{ timestamp: SENT_AT_MS, message_edit: { mid: 'aWdf2', num_edit: '0' } },
];

/** On Instagram, with a field and a value. */
export const CHANGES = {
	comment: {
		field: 'comments',
		value: {
			from: { id: CUSTOMER, username: 'ann' },
			media: { id: '17900000000000005', media_product_type: 'FEED' },
			id: '17900000000000006',
			text: 'How much?',
		},
	},
	commentReply: {
		field: 'comments',
		value: {
			from: { id: CUSTOMER, username: 'ann' },
			media: { id: '17900000000000005', media_product_type: 'REELS' },
			id: '17900000000000007',
			parent_id: '17900000000000006',
			text: 'Really?',
		},
	},
	adComment: {
		field: 'comments',
		value: {
			from: { id: CUSTOMER, username: 'ann' },
			media: {
				id: '17900000000000008',
				media_product_type: 'AD',
				ad_id: '120210000000000003',
				ad_title: 'Spring',
				original_media_id: '17900000000000005',
			},
			id: '17900000000000009',
			text: 'Where?',
		},
	},
	liveComment: {
		field: 'live_comments',
		value: {
			from: { id: CUSTOMER, username: 'ann' },
			media: { id: '17900000000000010', media_product_type: 'LIVE' },
			id: '17900000000000011',
			text: 'Hello!',
		},
	},
	ownComment: {
		field: 'comments',
		value: {
			from: { id: ACCOUNT, username: 'svara', self_ig_scoped_id: '2105722729836161' },
			media: { id: '17900000000000005', media_product_type: 'FEED' },
			id: '17900000000000012',
			parent_id: '17900000000000006',
			text: 'See your inbox',
		},
	},
	ownCommentWithoutMark: {
		field: 'comments',
		value: {
			from: { id: ACCOUNT, username: 'svara' },
			id: '17900000000000013',
			text: 'See your inbox',
		},
	},
	ownCommentOfAnotherId: {
		field: 'comments',
		value: {
			from: { id: '9999', username: 'svara', self_ig_scoped_id: '2105722729836161' },
			id: '17900000000000014',
			text: 'See your inbox',
		},
	},
	bareReaction: {
		field: 'message_reactions',
		value: { ...customer, mid: 'aWdf27', verb: 'add', reaction: 'love', emoji: '\u2764\ufe0f' },
	},
	bareUnreact: {
		field: 'message_reactions',
		value: { ...customer, mid: 'aWdf27', verb: 'remove' },
	},
} as const satisfies Record<string, Json>;

export type ChangeName = keyof typeof CHANGES;

const onPost = {
	item: 'comment',
	verb: 'add',
	post_id: `${PAGE}_122`,
	created_time: SENT_AT_MS / 1000,
};

/** On a Page; everything under its posts comes in `feed`. */
export const PAGE_CHANGES = {
	pageComment: {
		field: 'feed',
		value: {
			...onPost,
			from: { id: CUSTOMER, name: 'Ann Example' },
			post: { id: `${PAGE}_122`, status_type: 'added_photos', is_published: true },
			comment_id: '122_501',
			parent_id: `${PAGE}_122`,
			message: 'How much?',
		},
	},
	pageReply: {
		field: 'feed',
		value: {
			...onPost,
			from: { id: CUSTOMER, name: 'Ann Example' },
			comment_id: '122_502',
			parent_id: '122_501',
			message: 'Really?',
			photo: 'https://scontent.xx.fbcdn.net/p.jpg',
		},
	},
	ownPageComment: {
		field: 'feed',
		value: {
			...onPost,
			from: { id: PAGE, name: 'Svara' },
			comment_id: '122_503',
			parent_id: '122_501',
			message: 'See your inbox',
		},
	},
	ownPageCommentByNumber: {
		field: 'feed',
		value: { ...onPost, sender_id: Number(PAGE), sender_name: 'Svara', comment_id: '122_504' },
	},
	editedPageComment: {
		field: 'feed',
		value: {
			...onPost,
			verb: 'edited',
			from: { id: CUSTOMER, name: 'Ann Example' },
			comment_id: '122_501',
			message: 'How much is it?',
		},
	},
	pageCommentOfNobody: {
		field: 'feed',
		value: { ...onPost, comment_id: '122_505', message: 'Hi' },
	},
	pageLike: {
		field: 'feed',
		value: {
			...onPost,
			item: 'reaction',
			reaction_type: 'like',
			from: { id: CUSTOMER, name: 'Ann' },
		},
	},
} as const satisfies Record<string, Json>;

export type PageChangeName = keyof typeof PAGE_CHANGES;

export const changes = (
	updates: readonly unknown[],
	object: 'instagram' | 'page' = 'instagram',
): Json => ({
	object,
	entry: [
		{
			id: object === 'page' ? PAGE : ACCOUNT,
			time: SENT_AT_MS / 1000,
			changes: updates,
		},
	],
});

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
