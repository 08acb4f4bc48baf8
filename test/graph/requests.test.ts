import {
	FLAVOURS,
	inspectToken,
	listConversations,
	LocalRateLimiter,
	postShareMessage,
	readOwnIds,
	readProfile,
	readWindow,
	refreshToken,
	sendMedia,
	sendMessage,
	sendReaction,
	sendSenderAction,
	stickerMessage,
	textMessage,
	type AccountSettings,
	type FlavourName,
	type GraphClient,
	type SendPolicy,
} from '../../lib/graph';
import { failureOf, graphError, scripted, sent, type Answer } from './scriptedMeta';

const policy = (): SendPolicy => ({
	maxRetries: 0,
	rateLimiter: new LocalRateLimiter(),
	wait: async () => {},
	beforePost: async () => {},
});
const TO = { recipientId: '42' };

/** What a call puts on the wire; the account's own ids are `IG` and `PAGE`. */
async function wireOf(
	flavour: FlavourName,
	answer: Answer | Answer[],
	call: (client: GraphClient) => Promise<unknown>,
) {
	const settings = { flavour, igUserId: 'IG', pageId: 'PAGE' };
	const { client, requests } = scripted([answer].flat(), settings);
	const result = await call(client);
	return {
		result,
		requests: requests.map(({ method, url, body, headers }) => ({
			method,
			path: new URL(url).pathname.replace('/v26.0', ''),
			query: Object.fromEntries(new URL(url).searchParams),
			isAuthorized: headers.Authorization !== undefined,
			body: typeof body === 'string' ? (JSON.parse(body) as unknown) : body,
		})),
	};
}

const NAMES = Object.keys(FLAVOURS) as FlavourName[];
const SENDERS = { instagramLogin: '/IG', instagramPage: '/PAGE', messenger: '/PAGE' } as const;

describe.each(NAMES)('on %s', (flavour) => {
	const message = (body: object) => ({
		recipient: { id: '42' },
		messaging_type: 'RESPONSE',
		message: body,
	});
	/** Tables of Meta's documented bodies: [what, the call, the body of the POST]. */
	const POSTS: Array<[string, (client: GraphClient) => Promise<unknown>, object]> = [
		[
			'a text',
			async (client) => await sendMessage(client, textMessage('Grüße'), TO, policy()),
			message({ text: 'Grüße' }),
		],
		[
			'quick replies',
			async (client) =>
				await sendMessage(client, textMessage('?', [{ title: 'Yes', payload: 'Y' }]), TO, policy()),
			message({
				text: '?',
				quick_replies: [{ content_type: 'text', title: 'Yes', payload: 'Y' }],
			}),
		],
		[
			'an answer of a person to a message',
			async (client) =>
				await sendMessage(
					client,
					textMessage('a'),
					{ ...TO, replyToMessageId: 'm_0', tag: 'HUMAN_AGENT' },
					policy(),
				),
			{
				recipient: { id: '42' },
				messaging_type: 'MESSAGE_TAG',
				tag: 'HUMAN_AGENT',
				message: { text: 'a' },
				reply_to: { mid: 'm_0' },
			},
		],
		[
			'an image by link',
			async (client) =>
				await sendMedia(
					client,
					'image',
					[{ delivery: 'url', nextUrl: async () => 'https://a.example/1.png' }],
					TO,
					policy(),
				),
			message({ attachment: { type: 'image', payload: { url: 'https://a.example/1.png' } } }),
		],
		[
			'several images in one message',
			async (client) =>
				await sendMedia(
					client,
					'image',
					[
						{ delivery: 'attachmentId', attachmentId: '7' },
						{ delivery: 'url', nextUrl: async () => 'https://a.example/2.png' },
					],
					TO,
					policy(),
				),
			message({
				attachments: [
					{ type: 'image', payload: { attachment_id: '7' } },
					{ type: 'image', payload: { url: 'https://a.example/2.png' } },
				],
			}),
		],
		[
			'a video',
			async (client) =>
				await sendMedia(
					client,
					'video',
					[{ delivery: 'attachmentId', attachmentId: '7' }],
					TO,
					policy(),
				),
			message({ attachment: { type: 'video', payload: { attachment_id: '7' } } }),
		],
		[
			'the heart',
			async (client) => await sendMessage(client, stickerMessage(), TO, policy()),
			message({ attachment: { type: 'like_heart' } }),
		],
		[
			'a post',
			async (client) => await sendMessage(client, postShareMessage('9'), TO, policy()),
			message({ attachment: { type: 'MEDIA_SHARE', payload: { id: '9' } } }),
		],
		[
			'a reaction',
			async (client) => await sendReaction(client, '42', 'm_1', 'love', policy()),
			{
				recipient: { id: '42' },
				sender_action: 'react',
				payload: { message_id: 'm_1', reaction: 'love' },
			},
		],
		[
			'no reaction any more',
			async (client) => await sendReaction(client, '42', 'm_1', undefined, policy()),
			{ recipient: { id: '42' }, sender_action: 'unreact', payload: { message_id: 'm_1' } },
		],
		[
			'a sign of typing, and nothing else',
			async (client) => await sendSenderAction(client, '42', 'typing_on', policy()),
			{ recipient: { id: '42' }, sender_action: 'typing_on' },
		],
	];

	it.each(POSTS)('%s', async (_name, call, body) => {
		const { requests } = await wireOf(flavour, sent(), call);
		expect(requests).toEqual([
			{
				method: 'POST',
				path: `${SENDERS[flavour]}/messages`,
				query: {},
				isAuthorized: true,
				body,
			},
		]);
	});

	const platform = FLAVOURS[flavour].platform;

	it('the window: the thread with a person, then its newest messages', async () => {
		const answers = [
			{ json: { data: [{ id: 'CONV' }] } },
			{
				json: {
					messages: {
						data: [
							{ id: 'm_2', created_time: '2026-11-20T07:00:00+0000', from: { id: 'US' } },
							{ id: 'm_1', created_time: '2026-11-20T06:00:00+0000', from: { id: '42' } },
						],
					},
				},
			},
		];
		const at = (iso: string) => () => Date.parse(iso);
		const { requests, result } = await wireOf(flavour, answers, async (client) => {
			return await readWindow(client, '42', policy(), at('2026-11-20T08:00:00Z'));
		});
		expect(result).toEqual({
			isOpen: true,
			isCertain: true,
			lastUserMessageAt: '2026-11-20T06:00:00.000Z',
			closesAt: '2026-11-21T06:00:00.000Z',
			humanAgentClosesAt: '2026-11-27T06:00:00.000Z',
		});
		expect(requests.map(({ path, query }) => ({ path, query }))).toEqual([
			{ path: `${SENDERS[flavour]}/conversations`, query: { platform, user_id: '42' } },
			{
				path: '/CONV',
				query: { fields: 'messages.limit(20){id,created_time,from,message,attachments}' },
			},
		]);
	});

	it('a list of conversations, page by page', async () => {
		const { requests, result } = await wireOf(
			flavour,
			[
				{ json: { id: 'SCOPED', user_id: 'IG' } },
				{
					json: {
						data: [
							{
								id: 'CONV',
								updated_time: '2026-11-20T07:00:00+0000',
								participants: {
									data: [
										{ id: flavour === 'messenger' ? 'PAGE' : 'IG', username: 'us' },
										{ id: '42', username: 'asha' },
									],
								},
							},
						],
						paging: { cursors: { after: 'NEXT' }, next: 'https://…' },
					},
				},
			],
			async (client) => {
				const ownIds = await readOwnIds(client, policy());
				return await listConversations(client, { limit: 5, after: 'HERE' }, ownIds, policy());
			},
		);
		expect(result).toEqual({
			conversations: [
				{
					id: 'CONV',
					customerId: '42',
					customerName: 'asha',
					updatedAt: '2026-11-20T07:00:00.000Z',
				},
			],
			after: 'NEXT',
		});
		expect(requests[1]).toMatchObject({
			path: `${SENDERS[flavour]}/conversations`,
			query: { platform, fields: 'id,updated_time,participants', limit: '5', after: 'HERE' },
		});
	});

	it.each([
		[
			'the newest of the customer’s own',
			[
				['IG', 9],
				['42', 8],
				['42', 1],
			],
			'2026-11-20T08:00:00.000Z',
		],
		[
			'not what the account wrote',
			[
				['IG', 9],
				['IG', 8],
			],
			undefined,
		],
		['not what has no sender', [[undefined, 9]], undefined],
	] as const)('when a customer wrote: %s', async (_what, messages, wroteAt) => {
		const data = messages.map(([id, hour]) => ({
			created_time: `2026-11-20T0${hour}:00:00+0000`,
			...(id === undefined ? {} : { from: { id } }),
		}));
		const participants = { data: [{ id: 'IG' }, { id: '42' }] };
		const conversation = { id: 'CONV', participants, messages: { data } };
		const { requests, result } = await wireOf(
			flavour,
			{ json: { data: [conversation] } },
			async (client) =>
				await listConversations(client, { limit: 5, messages: 3 }, ['IG'], policy()),
		);
		expect(requests[0]?.query.fields).toBe(
			'id,updated_time,participants,messages.limit(3){created_time,from}',
		);
		const customerWroteAt = wroteAt === undefined ? {} : { customerWroteAt: new Date(wroteAt) };
		expect(result).toEqual({
			conversations: [{ id: 'CONV', customerId: '42', ...customerWroteAt }],
		});
	});

	it('a profile', async () => {
		const { requests } = await wireOf(flavour, { json: { id: '42' } }, async (client) => {
			return await readProfile(client, '42', policy());
		});
		expect(requests[0]).toMatchObject({ method: 'GET', path: '/42' });
		expect(requests[0]?.query.fields).toContain(
			flavour === 'messenger' ? 'first_name' : 'is_verified_user',
		);
	});
});

describe('a profile that Meta does not show', () => {
	it.each([
		[graphError(230), 'permission_denied', /agreed/],
		[graphError(100, 33), 'recipient_not_found', /conversation/],
		[graphError(100, 2018218), 'recipient_not_found', /no profile/],
	])('is explained', async (answer, code, says) => {
		const { client } = scripted([answer], { flavour: 'instagramLogin', igUserId: '1' });
		const failure = await failureOf(readProfile(client, '42', policy()));
		expect(failure.code).toBe(code);
		expect(failure.message).toMatch(says);
	});
});

describe('what sends nothing', () => {
	const paused = async (task: (client: GraphClient, policy: SendPolicy) => Promise<unknown>) => {
		const { client, requests } = scripted([]);
		const held = { ...policy(), rateLimiter: new LocalRateLimiter() };
		await held.rateLimiter.pause(client.account.key, 3_600_000);
		expect(await failureOf(task(client, held))).toMatchObject({ code: 'rate_limited' });
		expect(requests).toEqual([]);
	};

	it('keeps to the pauses Meta asks for all the same', async () => {
		await paused(async (client, held) => await sendSenderAction(client, '42', 'typing_on', held));
		await paused(async (client, held) => await readProfile(client, '42', held));
		await paused(async (client, held) => await readOwnIds(client, held));
		await paused(async (client, held) => await readWindow(client, '42', held));
	});

	it('ends a list whose page leads to itself', async () => {
		const paging = { cursors: { after: 'HERE' }, next: 'https://…' };
		const { client } = scripted([{ json: { data: [], paging } }]);
		const page = await listConversations(client, { limit: 5, after: 'HERE' }, [], policy());
		expect(page.after).toBeUndefined();
	});
});

describe('tokens', () => {
	it('are refreshed at the address Meta documents, which has no version', async () => {
		const { client, requests } = scripted([{ json: { access_token: 'IGnew', expires_in: 1 } }], {
			flavour: 'instagramLogin',
		});
		await refreshToken(client, { maxRetries: 0 });
		expect(requests[0]?.url).toMatch(/^https:\/\/graph\.instagram\.com\/refresh_access_token\?/);
	});

	it('are refreshed by the one call that takes them in the query', async () => {
		const json = { access_token: 'IGnew', token_type: 'bearer', expires_in: 5_183_944 };
		const { requests, result } = await wireOf('instagramLogin', { json }, async (client) => {
			return await refreshToken(client, { maxRetries: 0 }, () => 0);
		});
		expect(requests).toEqual([
			{
				method: 'GET',
				path: '/refresh_access_token',
				query: { grant_type: 'ig_refresh_token', access_token: 'EAAtoken' },
				isAuthorized: false,
				body: undefined,
			},
		]);
		expect(result).toEqual({ accessToken: 'IGnew', expiresAt: new Date(5_183_944_000) });
	});

	it('that Meta will not refresh are too young or dead, and it does not say which', async () => {
		const { client } = scripted([graphError(190)], { flavour: 'instagramLogin', igUserId: '1' });
		const failure = await failureOf(refreshToken(client, { maxRetries: 0 }));
		expect(failure).toMatchObject({ code: 'invalid_token' });
		expect(failure.fix).toMatch(/24 hours.*60 days/);
	});

	it('are inspected as the app', async () => {
		const data = {
			app_id: '15',
			type: 'PAGE',
			is_valid: true,
			scopes: ['pages_messaging'],
			expires_at: 0,
			issued_at: 60,
		};
		const { requests, result } = await wireOf('messenger', { json: { data } }, async (client) => {
			return await inspectToken(client, { id: '15', secret: 'shh' }, { maxRetries: 0 });
		});
		expect(requests[0]).toMatchObject({
			path: '/debug_token',
			query: { input_token: 'EAAtoken', access_token: '15|shh' },
			isAuthorized: false,
		});
		expect(result).toEqual({
			isValid: true,
			isOfApp: true,
			type: 'PAGE',
			permissions: ['pages_messaging'],
			issuedAt: new Date(60_000),
		});
	});
});

describe('the words of a refusal', () => {
	const options = { delivery: 'attachmentId', attachmentId: '7' } as const;

	it.each([
		['image', /this image$/, /PNG/],
		['video', /this video$/, /MP4/],
		['file', /this file$/, /PDF/],
		['audio', /this audio file$/, /voice note/],
	] as const)('fit a file of type %s', async (type, what, fix) => {
		const { client } = scripted([graphError(100, 2018047)]);
		const failure = await failureOf(sendMedia(client, type, [options], TO, policy()));
		expect(failure.code).toBe('audio_unsupported');
		expect(failure.message).toMatch(what);
		expect(failure.fix).toMatch(fix);
	});

	it('speak of no file where there was none', async () => {
		const { client } = scripted([graphError(100, 2534015)]);
		const failure = await failureOf(sendMessage(client, textMessage('a'), TO, policy()));
		expect(failure.code).toBe('meta_error');
	});

	it('say how to send images where several at once are not to be had', async () => {
		const { client } = scripted([graphError(100, 2534068)]);
		const failure = await failureOf(sendMedia(client, 'image', [options, options], TO, policy()));
		expect(failure).toMatchObject({ code: 'feature_unavailable', delivered: 'no' });
		expect(failure.fix).toContain('one by one');
	});
});

it('keeps media, text and conversations to their own pace', async () => {
	const rateLimiter = new LocalRateLimiter(() => 0);
	const span = async (lane: 'media' | 'text' | 'conversations', count: number) => {
		const take = async () => await rateLimiter.takeSlot('a', lane);
		return Math.max(...(await Promise.all(Array.from({ length: count + 1 }, take))));
	};
	expect(await span('media', 10)).toBeGreaterThan(1000);
	expect(await span('text', 100)).toBeGreaterThan(1000);
	expect(await span('text', 10)).toBeLessThan(2000);
	expect(await span('conversations', 2)).toBeGreaterThan(1000);
});

describe('a throttle', () => {
	const throttled = { ...graphError(613), headers: { 'retry-after': '3000' } };

	/** Whether it holds the second account back as well. */
	const isShared = async (
		first: Partial<AccountSettings>,
		second: Partial<AccountSettings>,
	): Promise<boolean> => {
		const shared = policy();
		await failureOf(
			sendMessage(scripted([throttled], first).client, textMessage('Hi'), TO, shared),
		);
		const { client, requests } = scripted([sent()], second);
		await sendMessage(client, textMessage('Hi'), TO, shared).catch(() => {});
		return requests.length === 0;
	};

	it.each<[string, Partial<AccountSettings>, Partial<AccountSettings>]>([
		['Page', { accessToken: 'A' }, { accessToken: 'B', apiVersion: 'v25.0' }],
		[
			'Instagram account, whichever login they are of',
			{ flavour: 'instagramLogin', accessToken: 'A', igUserId: '17841' },
			{ flavour: 'instagramPage', accessToken: 'B', igUserId: '17841' },
		],
	])('of one token holds all tokens of the %s back', async (_, first, second) => {
		expect(await isShared(first, second)).toBe(true);
	});

	it.each<[string, Partial<AccountSettings>, Partial<AccountSettings>]>([
		['another Page', { pageId: '1' }, { pageId: '2' }],
		['an unnamed Page', { pageId: '', accessToken: 'A' }, { pageId: '', accessToken: 'B' }],
		['the Page’s Instagram account', {}, { flavour: 'instagramPage' }],
	])('does not hold %s back', async (_, first, second) => {
		expect(await isShared(first, second)).toBe(false);
	});
});
