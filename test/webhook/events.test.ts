import type { Platform } from '../../lib/platform';
import { EVENT_NAMES } from '../../lib/webhook';
import {
	ACCOUNT,
	changes,
	CHANGES,
	CUSTOMER,
	messaging,
	NO_EDITS,
	PAGE,
	PAGE_CHANGES,
	SENT_AT,
	SENT_AT_MS,
	testButton,
	UPDATES,
	type ChangeName,
	type PageChangeName,
	type UpdateName,
} from './payloads';
import { choose, itemsOf } from './support';

const inbound = {
	platform: 'instagram',
	direction: 'inbound',
	accountId: ACCOUNT,
	customerId: CUSTOMER,
	timestamp: SENT_AT,
};
const windows = {
	windowClosesAt: new Date(SENT_AT_MS + 24 * 3_600_000).toISOString(),
	humanAgentClosesAt: new Date(SENT_AT_MS + 7 * 24 * 3_600_000).toISOString(),
};
const noted = { ...inbound, ...windows };
const outbound = { ...inbound, direction: 'outbound' };
const voice = {
	type: 'audio',
	url: 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=a',
};
const message = { ...noted, event: 'message', isVoiceNote: false };
const menuButton = { type: 'open_url', title: 'Open', url: 'https://svara.example/menu' };

const ITEMS: Record<UpdateName, object> = {
	text: { ...message, messageId: 'aWdf1', text: 'hi' },
	voiceNote: {
		...noted,
		event: 'voiceNote',
		messageId: 'aWdf2',
		isVoiceNote: true,
		attachments: [voice],
	},
	image: {
		...message,
		messageId: 'aWdf3',
		attachments: [{ type: 'image', url: 'https://a.fbcdn.net/i' }],
	},
	sticker: {
		...message,
		messageId: 'm_4',
		attachments: [{ type: 'image', url: 'https://a.fbcdn.net/s', stickerId: '369239263222822' }],
	},
	preview: {
		...message,
		messageId: 'm_5',
		text: 'https://svara.example',
		attachments: [{ type: 'fallback', url: 'https://svara.example', title: 'Svara' }],
	},
	storyReply: {
		...message,
		messageId: 'aWdf6',
		text: 'wow',
		replyTo: { story: { id: '17900000000000001', url: 'https://a.cdninstagram.com/x' } },
	},
	reply: { ...message, messageId: 'aWdf7', text: 'yes', replyTo: { messageId: 'aWdf1' } },
	quickReply: { ...message, messageId: 'aWdf8', text: 'Blue', quickReply: { payload: 'BLUE' } },
	adReferral: {
		...message,
		messageId: 'aWdf9',
		text: 'How much?',
		referral: {
			ref: 'spring',
			adId: '120210000000000001',
			source: 'ADS',
			type: 'OPEN_THREAD',
			adsContextData: { adTitle: 'Spring', photoUrl: 'https://a.fbcdn.net/p' },
		},
	},
	echo: { ...outbound, event: 'echo', messageId: 'aWdf10', text: 'hello', isVoiceNote: false },
	pageEcho: {
		...outbound,
		event: 'echo',
		messageId: 'm_11',
		isVoiceNote: true,
		appId: '1517776481860111',
		metadata: 'run 7',
		attachments: [voice],
	},
	deleted: { ...inbound, event: 'deleted', messageId: 'aWdf1' },
	unsupported: { ...message, messageId: 'aWdf12', isUnsupported: true },
	reaction: {
		...noted,
		event: 'reaction',
		messageId: 'aWdf10',
		reaction: { action: 'react', reaction: 'love', emoji: '❤️' },
	},
	unreact: {
		...inbound,
		event: 'reaction',
		messageId: 'aWdf10',
		reaction: { action: 'unreact' },
	},
	postback: {
		...noted,
		event: 'postback',
		messageId: 'aWdf13',
		postback: { title: 'Prices', payload: 'PRICES' },
	},
	postbackReferral: {
		...noted,
		event: 'postback',
		messageId: 'aWdf14',
		postback: { title: 'Get Started', payload: 'START' },
		referral: { ref: 'card', source: 'SHORTLINKS', type: 'OPEN_THREAD' },
	},
	seen: { ...inbound, event: 'read', messageId: 'aWdf10', read: { messageId: 'aWdf10' } },
	read: { ...inbound, event: 'read', read: { watermark: '2026-11-20T06:59:50.000Z' } },
	delivery: {
		...inbound,
		event: 'delivery',
		delivery: { messageIds: ['m_11'], watermark: '2026-11-20T06:59:40.000Z' },
	},
	referral: {
		...noted,
		event: 'referral',
		referral: { ref: 'flyer', source: 'SHORTLINK', type: 'OPEN_THREAD' },
	},
	edit: { ...inbound, event: 'edit', messageId: 'aWdf1', edit: { text: 'hi there', count: 1 } },
	optin: {
		...inbound,
		event: 'optin',
		optin: {
			type: 'notification_messages',
			payload: 'news',
			notificationMessagesToken: 'tok',
			tokenExpiryTimestamp: 1_800_000_000_000,
			userTokenStatus: 'NOT_REFRESHED',
		},
	},
	pass: {
		...inbound,
		event: 'handover',
		handover: {
			action: 'pass',
			previousOwnerAppId: '263902037430900',
			newOwnerAppId: '1217981644879628',
			metadata: 'done',
		},
	},
	request: {
		...inbound,
		event: 'handover',
		handover: { action: 'request', requestedOwnerAppId: '263902037430900', metadata: '' },
	},
	unknown: { ...inbound, event: 'other', other: { messagePoll: { pollId: '77', votes: 3 } } },
	sharedStory: {
		...message,
		messageId: 'aWdf15',
		text: 'look',
		attachments: [
			{
				type: 'ig_story',
				url: 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=2',
				id: '17900000000000002',
			},
		],
	},
	sharedReel: {
		...message,
		messageId: 'aWdf16',
		attachments: [
			{
				type: 'ig_reel',
				url: 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=3',
				title: 'How we bake',
				id: '17900000000000003',
				reelVideoId: '17900000000000003',
			},
		],
	},
	sharedPost: {
		...message,
		messageId: 'aWdf17',
		attachments: [
			{
				type: 'ig_post',
				url: 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=4',
				title: 'New bread',
				id: '17900000000000004',
				postMediaId: '17900000000000004',
			},
		],
	},
	location: {
		...message,
		messageId: 'm_18',
		attachments: [
			{
				type: 'location',
				url: 'https://www.facebook.com/l.php?u=1',
				title: "Ann's Location",
				latitude: 52.5163,
				longitude: -13.3777,
			},
		],
	},
	product: {
		...message,
		messageId: 'aWdf19',
		text: 'Is it available?',
		attachments: [
			{
				type: 'template',
				products: [
					{
						id: '4500000000000001',
						retailerId: 'sku-7',
						title: 'Bread knife',
						subtitle: '€ 12',
						imageUrl: 'https://a.fbcdn.net/k',
					},
				],
			},
		],
	},
	templateEcho: {
		...outbound,
		event: 'echo',
		messageId: 'aWdf20',
		isVoiceNote: false,
		attachments: [
			{
				type: 'template',
				templateType: 'generic',
				title: 'Our menu',
				cards: [{ title: 'Our menu', buttons: [menuButton] }],
				buttons: [menuButton],
			},
		],
	},
	buttonTemplateEcho: {
		...outbound,
		event: 'echo',
		messageId: 'm_21',
		isVoiceNote: false,
		attachments: [
			{
				type: 'template',
				templateType: 'button',
				title: 'Anything else?',
				buttons: [{ type: 'postback', title: 'No', payload: 'DONE' }],
			},
		],
	},
	previewText: {
		...message,
		messageId: 'm_22',
		attachments: [
			{
				type: 'fallback',
				url: 'https://svara.example/a',
				title: 'Svara',
				payload: 'https://svara.example/a',
			},
		],
	},
	adClick: {
		...message,
		messageId: 'aWdf23',
		text: 'Hi!',
		referral: {
			ref: 'summer',
			adId: '120210000000000002',
			source: 'ADS',
			type: 'OPEN_THREAD',
			adsContextData: { adTitle: 'Summer' },
		},
	},
	priorMessage: {
		...message,
		messageId: 'm_24',
		text: 'yes',
		userRef: 'checkbox-9',
		priorMessage: { source: 'checkbox_plugin', identifier: 'checkbox-9' },
		commands: [{ name: 'flights' }],
	},
	self: {
		...outbound,
		event: 'echo',
		isSelf: true,
		messageId: 'aWdf25',
		text: 'a test',
		isVoiceNote: false,
	},
	selfTap: {
		...outbound,
		event: 'echo',
		isSelf: true,
		messageId: 'aWdf26',
		postback: { title: 'Start Chatting', payload: 'START' },
	},
};

const commented = {
	...inbound,
	event: 'comment',
	customerName: 'ann',
};
const { customerId: _customerId, ...ownComment } = { ...outbound, event: 'echo' };
const onFeed = { mediaId: '17900000000000005', mediaType: 'FEED' };

const CHANGED: Record<ChangeName, object> = {
	comment: {
		...commented,
		comment: { id: '17900000000000006', text: 'How much?', ...onFeed, isReply: false },
	},
	commentReply: {
		...commented,
		comment: {
			id: '17900000000000007',
			text: 'Really?',
			parentId: '17900000000000006',
			mediaId: '17900000000000005',
			mediaType: 'REELS',
			isReply: true,
		},
	},
	adComment: {
		...commented,
		comment: {
			id: '17900000000000009',
			text: 'Where?',
			mediaId: '17900000000000008',
			mediaType: 'AD',
			adId: '120210000000000003',
			adTitle: 'Spring',
			originalMediaId: '17900000000000005',
			isReply: false,
		},
	},
	liveComment: {
		...commented,
		comment: {
			id: '17900000000000011',
			text: 'Hello!',
			mediaId: '17900000000000010',
			mediaType: 'LIVE',
			isReply: false,
		},
	},
	ownComment: {
		...ownComment,
		comment: {
			id: '17900000000000012',
			text: 'See your inbox',
			parentId: '17900000000000006',
			...onFeed,
			isReply: true,
		},
	},
	ownCommentWithoutMark: {
		...ownComment,
		comment: { id: '17900000000000013', text: 'See your inbox', isReply: false },
	},
	ownCommentOfAnotherId: {
		...ownComment,
		comment: { id: '17900000000000014', text: 'See your inbox', isReply: false },
	},
	bareReaction: {
		...noted,
		event: 'reaction',
		messageId: 'aWdf27',
		reaction: { action: 'react', reaction: 'love', emoji: '❤️' },
	},
	bareUnreact: {
		...inbound,
		event: 'reaction',
		messageId: 'aWdf27',
		reaction: { action: 'unreact' },
	},
};

const onPage = { platform: 'messenger', accountId: PAGE, timestamp: SENT_AT };
const fromAnn = {
	...onPage,
	direction: 'inbound',
	customerId: CUSTOMER,
	customerName: 'Ann Example',
};
const ofPage = { ...onPage, direction: 'outbound', event: 'echo' };
const postId = `${PAGE}_122`;
const feed = { field: 'feed', item: 'comment', postId, createdTime: SENT_AT_MS / 1000 };

const PAGE_CHANGED: Record<PageChangeName, object> = {
	pageComment: {
		...fromAnn,
		event: 'comment',
		comment: {
			id: '122_501',
			text: 'How much?',
			mediaId: postId,
			mediaType: 'added_photos',
			isReply: false,
		},
	},
	pageReply: {
		...fromAnn,
		event: 'comment',
		comment: {
			id: '122_502',
			text: 'Really?',
			parentId: '122_501',
			mediaId: postId,
			isReply: true,
		},
		attachments: [{ type: 'image', url: 'https://scontent.xx.fbcdn.net/p.jpg' }],
	},
	ownPageComment: {
		...ofPage,
		comment: {
			id: '122_503',
			text: 'See your inbox',
			parentId: '122_501',
			mediaId: postId,
			isReply: true,
		},
	},
	ownPageCommentByNumber: {
		...ofPage,
		comment: { id: '122_504', mediaId: postId, isReply: false },
	},
	editedPageComment: {
		...fromAnn,
		event: 'other',
		other: {
			...feed,
			verb: 'edited',
			from: { id: CUSTOMER, name: 'Ann Example' },
			commentId: '122_501',
			message: 'How much is it?',
		},
	},
	pageCommentOfNobody: {
		...onPage,
		direction: 'inbound',
		event: 'other',
		other: { ...feed, verb: 'add', commentId: '122_505', message: 'Hi' },
	},
	pageLike: {
		...fromAnn,
		customerName: 'Ann',
		event: 'other',
		other: {
			...feed,
			verb: 'add',
			item: 'reaction',
			reactionType: 'like',
			from: { id: CUSTOMER, name: 'Ann' },
		},
	},
};

it.each(Object.keys(UPDATES) as UpdateName[])('an item says exactly what %s says', (name) => {
	expect(itemsOf(messaging([UPDATES[name]]))).toStrictEqual([ITEMS[name]]);
});

it.each(Object.keys(CHANGES) as ChangeName[])('an item says exactly what %s says', (name) => {
	expect(itemsOf(changes([CHANGES[name]]))).toStrictEqual([CHANGED[name]]);
});

it.each(Object.keys(PAGE_CHANGES) as PageChangeName[])(
	'an item says exactly what %s says',
	(name) => {
		const body = changes([PAGE_CHANGES[name]], 'page');
		expect(itemsOf(body, { platform: 'messenger' })).toStrictEqual([PAGE_CHANGED[name]]);
	},
);

it('an edit that has changed nothing is no event, in standby neither', () => {
	expect(itemsOf(messaging(NO_EDITS))).toEqual([]);
	expect(itemsOf({ object: 'instagram', entry: [{ id: ACCOUNT, standby: NO_EDITS }] })).toEqual([]);
	const flat = { field: 'message_edit', value: { mid: 'aWdf1', num_edit: 0 } };
	expect(itemsOf(changes([flat]))).toEqual([]);
	expect(itemsOf(messaging([{ message_edit: { mid: 'aWdf1', num_edit: 0, text: '' } }]))).toEqual(
		[],
	);
	const [emptied] = itemsOf(messaging([{ message_edit: { mid: 'aWdf1', num_edit: 1 } }]));
	expect(emptied).toMatchObject({ event: 'edit', edit: { count: 1 } });
});

describe('who wrote an echo', () => {
	const OWN = '1407280012345678';
	const sentBy = (echo: object, platform: Platform, ownAppId?: string) => {
		const message = { mid: 'm', text: 'hi', is_echo: true, ...echo };
		const object = platform === 'messenger' ? 'page' : 'instagram';
		const body = { ...messaging([{ ...UPDATES.echo, message }]), object };
		return itemsOf(body, { platform, ownAppId })[0]?.sentBy;
	};

	it.each<[what: string, echo: object, platform: Platform, expected: string | undefined]>([
		['the own app', { app_id: Number(OWN) }, 'messenger', 'this_app'],
		['the own app, as text', { app_id: OWN }, 'instagram', 'this_app'],
		['another app', { app_id: 1517776481860111 }, 'messenger', 'other_app'],
		["Messenger's inbox", { app_id: 263902037430900 }, 'messenger', 'person'],
		[
			"Messenger's inbox, as its page prints it",
			{ app_id: '26390203743090' },
			'messenger',
			'person',
		],
		["Instagram's inbox", { app_id: '1217981644879628' }, 'instagram', 'person'],
		['no app, on Messenger', {}, 'messenger', 'person'],
		['no app, on Instagram, where apps may have none', {}, 'instagram', undefined],
		['nonsense', { app_id: { id: OWN } }, 'instagram', undefined],
	])('%s', (_what, echo, platform, expected) => {
		expect(sentBy(echo, platform, OWN)).toBe(expected);
	});

	it('is not told of an app as long as the own one is unknown', () => {
		expect(sentBy({ app_id: OWN }, 'messenger')).toBeUndefined();
		expect(sentBy({ app_id: '263902037430900' }, 'messenger')).toBe('person');
	});

	it('is told of messages of the account alone', () => {
		const { reaction, text } = UPDATES;
		const { sender, recipient } = UPDATES.echo;
		const body = { ...messaging([{ ...reaction, sender, recipient }, text]), object: 'page' };
		for (const item of itemsOf(body, { platform: 'messenger', ownAppId: OWN })) {
			expect(item).not.toHaveProperty('sentBy');
		}
	});
});

it('whoever has no id yet goes by the reference of the checkbox, also where that is a number', () => {
	const sender = { user_ref: 987654321432 };
	const [item] = itemsOf(messaging([{ ...UPDATES.postback, sender }]));
	expect(item).toMatchObject({ event: 'postback', userRef: '987654321432' });
	expect(item).not.toHaveProperty('customerId');
});

describe('comments', () => {
	it('are named comment, and as before where only Other is chosen', () => {
		const named = (...events: Parameters<typeof choose>) =>
			itemsOf(changes([CHANGES.comment]), choose(...events));
		expect(named('comment', 'other')).toStrictEqual([CHANGED.comment]);
		expect(named('other')).toMatchObject([
			{ event: 'other', other: { field: 'comments', id: '17900000000000006', text: 'How much?' } },
		]);
		expect(named('message', 'echo')).toEqual([]);
	});

	it.each([
		[
			'instagram',
			[CHANGES.ownComment, CHANGES.ownCommentWithoutMark, CHANGES.ownCommentOfAnotherId],
		],
		['page', [PAGE_CHANGES.ownPageComment, PAGE_CHANGES.ownPageCommentByNumber]],
	] as const)('of the account itself never start what answers comments: %s', (object, own) => {
		const platform = object === 'page' ? 'messenger' : 'instagram';
		const everythingElse = EVENT_NAMES.filter((event) => event !== 'echo');
		expect(own.length).toBeGreaterThan(1);
		for (const shape of [changes(own, object), ...own]) {
			expect(itemsOf(shape, { platform, ...choose(...everythingElse), ownIds })).toEqual([]);
		}
		expect(itemsOf(changes(own, object), { platform, ...choose('echo') })).toHaveLength(own.length);
	});

	it('of which nobody knows who wrote them are no comments to answer', () => {
		const { from: _from, ...value } = CHANGES.comment.value;
		for (const each of [value, { ...value, from: null }, { ...value, from: { username: 'ann' } }]) {
			const body = changes([{ field: 'comments', value: each }]);
			expect(itemsOf(body, choose('comment'))).toEqual([]);
			expect(itemsOf(body)).toMatchObject([{ event: 'other', other: { text: 'How much?' } }]);
		}
	});

	it('come whole in each shape', () => {
		const { comment } = CHANGES;
		const entry = { id: ACCOUNT, time: SENT_AT_MS / 1000 };
		for (const body of [
			{ object: 'instagram', entry: [{ ...entry, changes: [comment] }] },
			{ object: 'instagram', entry: [{ ...entry, ...comment }] },
			{ object: 'instagram', entry: { ...entry, changes: comment } },
		]) {
			expect(itemsOf(body)).toStrictEqual([CHANGED.comment]);
		}
	});

	it('without a post, a text or a parent are told as far as they go', () => {
		const value = {
			id: 17900000000006,
			from: { id: CUSTOMER },
			media: 'x',
			parent_id: {},
			text: 7,
		};
		expect(itemsOf(changes([{ field: 'comments', value }]))[0]).toMatchObject({
			event: 'comment',
			customerId: CUSTOMER,
			comment: { id: '17900000000006', isReply: false },
		});
	});

	const ownIds = new Set([ACCOUNT, PAGE]);
});

describe('attachments that are not as they should be', () => {
	const attached = (...attachments: unknown[]) =>
		itemsOf(messaging([{ ...UPDATES.text, message: { mid: 'm', attachments } }]))[0]?.attachments;
	const place = (coordinates: unknown) =>
		attached({ type: 'location', title: 'There', payload: { coordinates } });

	it.each([
		[{}],
		[null],
		['52,13'],
		[{ lat: 52 }],
		[{ lat: 'N', long: 13 }],
		[{ lat: [], long: {} }],
		[{ lat: 91, long: 13 }],
		[{ lat: 52, long: -181 }],
	])('a place at %j has no coordinates', (coordinates) => {
		expect(place(coordinates)).toStrictEqual([{ type: 'location', title: 'There' }]);
	});

	it('a place may have its degrees in texts', () => {
		expect(place({ lat: '52.5', long: '-13' })).toMatchObject([{ latitude: 52.5, longitude: -13 }]);
	});

	it('10,000 products are 10,000 products', () => {
		const elements = Array.from({ length: 10_000 }, (_, id) => ({ id, title: 'x' }));
		const [template] = attached({ type: 'template', payload: { product: { elements } } }) as [
			{ products: unknown[] },
		];
		expect(template.products).toHaveLength(10_000);
		expect(template.products[9_999]).toStrictEqual({ id: '9999', title: 'x' });
	});

	it('templates without anything in them are told as that', () => {
		for (const payload of [
			{ generic: {} },
			{ product: { elements: [1, null] } },
			{ elements: 'x' },
		]) {
			const [template] = attached({ type: 'template', payload }) as object[];
			expect(template).toMatchObject({ type: 'template' });
			expect(template).not.toHaveProperty('title');
			expect(template).not.toHaveProperty('buttons');
			expect(template).not.toHaveProperty('products');
		}
	});
});

describe('every shape of an entry', () => {
	const { text } = UPDATES;
	const change = { field: 'messages', value: text };
	const expected = [ITEMS.text];

	it.each([
		['messaging', { object: 'instagram', entry: [{ id: ACCOUNT, messaging: [text] }] }],
		['changes', { object: 'instagram', entry: [{ id: ACCOUNT, changes: [change] }] }],
		['field and value in the entry', { object: 'instagram', entry: [{ id: ACCOUNT, ...change }] }],
		['a bare field and value', { object: 'instagram', ...change }],
		['a bare field and value without an object', change],
		['an entry that is no list', { object: 'instagram', entry: { id: ACCOUNT, messaging: text } }],
	])('%s', (_shape, body) => {
		expect(itemsOf(body)).toStrictEqual(expected);
	});

	it('standby is its own event, whatever happened there', () => {
		const body = { object: 'instagram', entry: [{ id: ACCOUNT, standby: [text] }] };
		expect(itemsOf(body)).toStrictEqual([
			{ ...inbound, event: 'standby', messageId: 'aWdf1', text: 'hi', isVoiceNote: false },
		]);
		expect(itemsOf(body, choose('message'))).toEqual([]);
		const asChange = { entry: [{ id: ACCOUNT, changes: [{ field: 'standby', value: text }] }] };
		expect(itemsOf(asChange)[0]).toMatchObject({ event: 'standby', text: 'hi' });
	});

	it("the dashboard's Test button, in seconds and strings", () => {
		expect(itemsOf(testButton)[0]).toMatchObject({
			event: 'message',
			accountId: '23245',
			customerId: '12334',
			text: 'random_text',
			timestamp: '2018-05-27T22:23:44.000Z',
		});
	});

	it('changes that are not about messages are other, also with a text called message', () => {
		const value = { id: '1', from: { id: '2', username: 'ann' }, message: 'nice' };
		const body = {
			object: 'page',
			entry: [{ id: PAGE, time: 1_795_158_000, changes: [{ field: 'feed', value }] }],
		};
		expect(itemsOf(body, { platform: 'messenger' })).toStrictEqual([
			{
				platform: 'messenger',
				event: 'other',
				direction: 'inbound',
				accountId: PAGE,
				customerId: '2',
				customerName: 'ann',
				timestamp: SENT_AT,
				other: { field: 'feed', ...value },
			},
		]);
		expect(itemsOf(body, { platform: 'messenger', ...choose('message') })).toEqual([]);
	});
});

describe('what starts a run', () => {
	const { voiceNote, text, echo, adReferral } = UPDATES;

	it('a voice note goes by its most specific name that was chosen', () => {
		const named = (...events: Parameters<typeof choose>) =>
			itemsOf(messaging([voiceNote]), choose(...events)).map(({ event }) => event);
		expect(named('message', 'voiceNote')).toEqual(['voiceNote']);
		expect(named('message')).toEqual(['message']);
		expect(named('postback')).toEqual([]);
		expect(itemsOf(messaging([text]), choose('voiceNote'))).toEqual([]);
		expect(itemsOf(messaging([adReferral]), choose('referral'))[0]?.event).toBe('referral');
	});

	it('what comes in the field of echoes is one, marked or not', () => {
		const { is_echo: _mark, ...unmarked } = echo.message;
		const sender = { id: '9999' };
		const change = { field: 'message_echoes', value: { ...echo, sender, message: unmarked } };
		const entry = { id: ACCOUNT, time: 1 };
		for (const body of [
			{ object: 'instagram', entry: [{ ...entry, changes: [change] }] },
			{ object: 'instagram', entry: [{ ...entry, ...change }] },
			change,
		]) {
			expect(itemsOf(body)).toMatchObject([{ event: 'echo', direction: 'outbound' }]);
			expect(itemsOf(body, choose('message'))).toEqual([]);
		}
	});

	it('what an account of the credential sent is an echo, whatever id its entry has', () => {
		const { is_echo: _mark, ...unmarked } = echo.message;
		const body = messaging([{ ...echo, sender: { id: '9999' }, message: unmarked }]);
		expect(itemsOf(body, { ownIds: new Set(['1', '9999']) })).toMatchObject([
			{ event: 'echo', direction: 'outbound', accountId: '9999', customerId: CUSTOMER },
		]);
		expect(itemsOf(body)).toMatchObject([{ event: 'message', direction: 'inbound' }]);
	});

	it('of several accounts only the chosen ones count, by entry or by recipient', () => {
		const body = messaging([text], PAGE);
		for (const [id, count] of [
			[ACCOUNT, 1],
			[PAGE, 1],
			[CUSTOMER, 0],
		] as const) {
			expect(itemsOf(body, { accountIds: new Set([id]) })).toHaveLength(count);
		}
	});

	it('what the account itself sent is an echo, marked or not', () => {
		const { is_echo: _mark, ...unmarked } = echo.message;
		for (const each of [echo, { ...echo, message: unmarked }]) {
			expect(itemsOf(messaging([each]), choose('message', 'voiceNote'))).toEqual([]);
			expect(itemsOf(messaging([each]), choose('echo'))).toHaveLength(1);
		}
	});

	it('so is everything else the account itself did', () => {
		const { sender, recipient } = echo;
		for (const update of [UPDATES.reaction, UPDATES.edit, UPDATES.deleted, UPDATES.postback]) {
			const own = { ...update, sender, recipient };
			expect(itemsOf(messaging([own]))).toMatchObject([{ event: 'echo', direction: 'outbound' }]);
			expect(itemsOf(messaging([own]))[0]).not.toHaveProperty('windowClosesAt');
		}
	});

	it('only the accounts asked for', () => {
		const body = {
			object: 'instagram',
			entry: [{ id: '1', messaging: [{ ...text, recipient: { id: '1' } }] }, ...entryOf(text)],
		};
		expect(itemsOf(body, { accountIds: new Set([ACCOUNT]) })).toHaveLength(1);
		expect(itemsOf(body)).toHaveLength(2);
	});

	it('nothing of the other platform', () => {
		expect(itemsOf({ ...messaging([text]), object: 'page' })).toEqual([]);
		expect(itemsOf({ ...messaging([text]), object: 'whatsapp_business_account' })).toEqual([]);
	});

	it("keeps Meta's order over entries and shapes", () => {
		const numbered = (i: number) => ({ ...text, message: { mid: String(i), text: 'x' } });
		const body = {
			object: 'instagram',
			entry: [
				{ id: ACCOUNT, messaging: [numbered(0), numbered(1)] },
				{ id: ACCOUNT, changes: [{ field: 'messages', value: numbered(2) }] },
				{ id: ACCOUNT, messaging: [numbered(3)] },
			],
		};
		expect(itemsOf(body).map(({ messageId }) => messageId)).toEqual(['0', '1', '2', '3']);
	});

	const entryOf = (update: object) => messaging([update]).entry as object[];
});

describe('ids and times', () => {
	it('ids stay text with all their digits, also where they come as numbers', () => {
		const update = JSON.stringify(UPDATES.text)
			.replace(`"${CUSTOMER}"`, '17841400123456781')
			.replace(`"${ACCOUNT}"`, '12345');
		const body = Buffer.from(`{"object":"instagram","entry":[{"messaging":[${update}]}]}`);
		expect(itemsOf(body)[0]).toMatchObject({ customerId: '17841400123456781', accountId: '12345' });
	});

	it('message ids in a delivery are text as well', () => {
		const { sender, recipient } = UPDATES.delivery;
		const ids = '[123,17841400123456789,"m_11",null]';
		const update = JSON.stringify({ sender, recipient, delivery: { mids: 0 } });
		const body = Buffer.from(
			`{"object":"instagram","entry":[{"messaging":[${update.replace('"mids":0', `"mids":${ids}`)}]}]}`,
		);
		expect(itemsOf(body)[0]).toMatchObject({
			delivery: { messageIds: ['123', '17841400123456789', 'm_11'] },
		});
	});

	it.each([
		[1_795_158_000, SENT_AT],
		['1795158000', SENT_AT],
		[1_795_158_000_000, SENT_AT],
		['1795158000000', SENT_AT],
		['2026-11-20T07:00:00+0000', SENT_AT],
		['2026-11-20T08:00:00.000+01:00', SENT_AT],
		['2026-13-20T07:00:00Z', '2026-11-20T07:00:00.200Z'],
		['yesterday', '2026-11-20T07:00:00.200Z'],
		[8.64e15, '2026-11-20T07:00:00.200Z'],
		[-1, '2026-11-20T07:00:00.200Z'],
		[Number.MAX_VALUE, '2026-11-20T07:00:00.200Z'],
	])('the timestamp %p', (timestamp, expected) => {
		expect(itemsOf(messaging([{ ...UPDATES.text, timestamp }]))[0]?.timestamp).toBe(expected);
	});

	it('without any time there is no window', () => {
		const { timestamp: _timestamp, ...update } = UPDATES.text;
		const [item] = itemsOf({ object: 'instagram', entry: [{ id: ACCOUNT, messaging: [update] }] });
		expect(item).not.toHaveProperty('timestamp');
		expect(item).not.toHaveProperty('windowClosesAt');
	});
});

it("Meta's own update comes along where asked for, without what could reach a prototype", () => {
	const text = JSON.stringify(messaging([UPDATES.voiceNote])).replace(
		'"message":{',
		'"message":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
	);
	const [item] = itemsOf(Buffer.from(text), { includeRaw: true });
	expect(item?.raw).toStrictEqual(UPDATES.voiceNote);
	expect(Object.keys({})).toEqual([]);
	expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
