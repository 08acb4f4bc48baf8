import type { IDataObject } from 'n8n-workflow';

import { EVENT_NAMES, type EventName } from '../../lib/webhook';
import {
	startSandbox,
	type Customer,
	type Flavour,
	type Inbox,
	type Sandbox,
	type SandboxAccount,
} from '../../sandbox';
import { send, text } from '../sandbox/support';
import type { LiveWorkflow } from './harness';
import { FLAVOURS, useAccount } from './stage';
import { openTriggerStage, type TriggerStage } from './triggerStage';

let stage: TriggerStage;
let sandbox: Sandbox;
beforeAll(async () => {
	stage = await openTriggerStage();
	sandbox = await startSandbox();
});
afterAll(async () => {
	await sandbox.close();
	await stage.close();
});
beforeEach(() => {
	sandbox.reset();
	sandbox.settings.subscribesInstagramLoginApps = true;
});

interface Scene {
	account: SandboxAccount;
	customer: Customer;
	inbox: Inbox;
}

/** What somebody does, and what of the item tells of it. */
interface Row {
	name: string;
	act: (scene: Scene) => unknown;
	/** Absent where the platform tells nobody. */
	item: IDataObject | ((scene: Scene) => IDataObject);
	on?: readonly Flavour[];
}

const ROWS: readonly Row[] = [
	{
		name: 'a tapped quick reply',
		act: ({ customer }) => customer.writes('Yes', { quickReply: 'YES' }),
		item: { event: 'message', text: 'Yes', quickReply: { payload: 'YES' } },
	},
	{
		name: 'a message that came through an ad',
		act: ({ customer }) => customer.writes('Hi', { referral: { ref: 'spring', source: 'ADS' } }),
		item: { event: 'message', referral: { ref: 'spring', source: 'ADS' } },
	},
	{
		name: 'a message that Meta cannot show',
		act: ({ customer }) => customer.sendsSpecial({ is_unsupported: true }),
		item: { event: 'message', isUnsupported: true },
	},
	{
		name: 'a tapped button',
		act: ({ customer }) => customer.tapsPostback({ title: 'Start', payload: 'START' }),
		item: { event: 'postback', postback: { title: 'Start', payload: 'START' } },
	},
	{
		name: 'a reaction',
		act: ({ customer }) => customer.reacts('mid-1', '👍'),
		item: {
			event: 'reaction',
			messageId: 'mid-1',
			reaction: { action: 'react', reaction: 'like', emoji: '👍' },
		},
	},
	{
		name: 'a reaction taken back',
		act: ({ customer }) => customer.unreacts('mid-1'),
		item: { event: 'reaction', messageId: 'mid-1', reaction: { action: 'unreact' } },
	},
	{
		name: 'reading',
		act: ({ customer }) => customer.reads(),
		item: { event: 'read' },
	},
	{
		name: 'an edit',
		act: ({ customer }) => customer.edits(customer.writes('helo').messageId, 'hello'),
		item: { event: 'edit', edit: { text: 'hello', count: 1 } },
	},
	{
		name: 'an unsent message',
		act: ({ customer }) => customer.unsends(customer.writes('oops').messageId),
		item: { event: 'deleted' },
		on: ['instagramLogin', 'instagramPage'],
	},
	{
		name: 'a followed link',
		act: ({ customer }) => customer.followsReferral('spring'),
		item: { event: 'referral', referral: { ref: 'spring', type: 'OPEN_THREAD' } },
	},
	{
		name: 'an opt-in',
		act: ({ customer }) => customer.optsIn('NEWS'),
		item: { event: 'optin', optin: { type: 'notification_messages', payload: 'NEWS' } },
		on: ['instagramLogin', 'messenger'],
	},
	{
		name: 'what the app itself sent',
		act: ({ account }) => send(sandbox, account.flavour, text('Hello from the app')),
		item: { event: 'echo', text: 'Hello from the app' },
	},
	{
		name: 'the arrival of what the app sent',
		act: ({ account }) => send(sandbox, account.flavour, text('Did it arrive?')),
		item: { event: 'delivery' },
		on: ['messenger'],
	},
	{
		name: 'that the app itself sent it',
		act: ({ account }) => send(sandbox, account.flavour, text('It was me')),
		item: ({ account }) => ({ event: 'echo', sentBy: 'this_app', appId: account.appId }),
		on: ['messenger'],
	},
	{
		name: 'what a person answered in Meta’s inbox',
		act: ({ inbox }) => inbox.writes('A human here'),
		item: { event: 'echo', text: 'A human here' },
	},
	{
		name: 'that a person wrote it',
		act: ({ inbox }) => inbox.writes('A human here'),
		item: { event: 'echo', sentBy: 'person' },
		on: ['messenger'],
	},
	{
		name: 'a comment',
		act: ({ customer }) => customer.comments('How much?'),
		item: {
			event: 'comment',
			direction: 'inbound',
			comment: { text: 'How much?', isReply: false },
		},
	},
	{
		name: 'a comment under a live video',
		act: ({ customer }) => customer.comments('Hello!', { isLive: true }),
		item: { event: 'comment', comment: { text: 'Hello!', mediaType: 'LIVE' } },
		on: ['instagramLogin', 'instagramPage'],
	},
	{
		name: 'what the account itself commented',
		act({ account, customer }) {
			const parentId = customer.comments('How much?').comment.id;
			sandbox.accountComments(account, 'See your inbox', { parentId });
		},
		item: {
			event: 'echo',
			direction: 'outbound',
			comment: { text: 'See your inbox', isReply: true },
		},
	},
	{
		name: 'a place',
		act: ({ customer }) => {
			const coordinates = { lat: 52.5163, long: 13.3777 };
			customer.sendsSpecial({ attachments: [{ type: 'location', payload: { coordinates } }] });
		},
		item: {
			event: 'message',
			attachments: [{ type: 'location', latitude: 52.5163, longitude: 13.3777 }],
		},
	},
	{
		name: 'a shared story',
		act: ({ customer }) => {
			const payload = {
				story_media_id: '17900000000000009',
				story_media_url: 'https://cdn.example/s',
			};
			customer.sendsSpecial({ attachments: [{ type: 'ig_story', payload }] });
		},
		item: {
			event: 'message',
			attachments: [{ type: 'ig_story', id: '17900000000000009', url: 'https://cdn.example/s' }],
		},
		on: ['instagramLogin', 'instagramPage'],
	},
	{
		name: 'a product somebody asks about',
		act: ({ customer }) => {
			const elements = [{ id: '4500000000000001', retailer_id: 'sku-7', title: 'Bread knife' }];
			const attachments = [{ type: 'template', payload: { product: { elements } } }];
			customer.sendsSpecial({ text: 'Is it there?', attachments });
		},
		item: {
			text: 'Is it there?',
			attachments: [
				{
					type: 'template',
					products: [{ id: '4500000000000001', retailerId: 'sku-7', title: 'Bread knife' }],
				},
			],
		},
	},
	{
		name: 'an ad’s click beside a message',
		act: ({ customer }) =>
			customer.causes('message', {
				message: { mid: 'm_ad', text: 'I saw your ad' },
				referral: { ad_id: '120200000000000001', source: 'ADS' },
			}),
		item: {
			event: 'message',
			text: 'I saw your ad',
			referral: { adId: '120200000000000001', source: 'ADS' },
		},
	},
	{
		name: 'that another tool sent a template',
		act: ({ account, customer }) =>
			customer.causes('echo', {
				sender: { id: account.id },
				recipient: { id: account.recipients.open.id },
				message: {
					mid: 'm_tool',
					is_echo: true,
					app_id: 4071234567890123,
					attachments: [
						{ type: 'template', payload: { generic: { elements: [{ title: 'Offer' }] } } },
					],
				},
			}),
		item: {
			event: 'echo',
			direction: 'outbound',
			sentBy: 'other_app',
			appId: '4071234567890123',
			attachments: [
				{ type: 'template', title: 'Offer', templateType: 'generic', cards: [{ title: 'Offer' }] },
			],
		},
	},
	{
		name: 'what the account wrote to itself',
		act: ({ account, customer }) =>
			customer.causes('echo', {
				sender: { id: account.id },
				recipient: { id: account.id },
				is_self: true,
				message: { mid: 'm_self', text: 'A test', is_echo: true },
			}),
		item: { event: 'echo', direction: 'outbound', isSelf: true, text: 'A test' },
		on: ['instagramLogin', 'instagramPage'],
	},
	{
		name: 'a thread taken by a person',
		act: ({ inbox }) => inbox.takesThread('by hand'),
		item: ({ account }) => ({
			event: 'handover',
			handover: { action: 'take', previousOwnerAppId: account.appId, metadata: 'by hand' },
		}),
	},
	{
		name: 'what a customer writes meanwhile',
		act({ inbox, customer }) {
			inbox.takesThread();
			customer.writes('Still there?');
		},
		item: { event: 'standby', text: 'Still there?' },
	},
	{
		name: 'a thread asked for',
		act: ({ inbox }) => inbox.requestsThread(),
		item: { event: 'handover', handover: { action: 'request' } },
	},
	{
		name: 'a thread passed to the app',
		act: ({ inbox }) => inbox.passesThread(),
		item: { event: 'handover', handover: { action: 'pass' } },
	},
];

const CASES = FLAVOURS.map(
	(flavour) => [flavour, ROWS.filter(({ on = FLAVOURS }) => on.includes(flavour))] as const,
);

/** A trigger that told Meta itself where it is, and what it wants to hear of. */
async function listenOn(
	flavour: Flavour,
	events: readonly EventName[] = EVENT_NAMES,
): Promise<{ live: LiveWorkflow; scene: Scene }> {
	const account = sandbox.accounts[flavour];
	const { appId, appSecret, recipients } = account;
	useAccount(stage.engine, sandbox, flavour, { appId, appSecret, verifyToken: 'chosen-by-me' });
	const live = await stage.open({
		platform: flavour === 'messenger' ? 'messenger' : 'instagram',
		registration: 'automatic',
		events: [...events],
	});
	await live.activate();
	const customer = sandbox.customer(account, recipients.open);
	const inbox = sandbox.inbox(account, recipients.open);
	return { live, scene: { account, customer, inbox } };
}

async function itemsOf(live: LiveWorkflow): Promise<IDataObject[]> {
	await sandbox.webhooks.idle();
	const runs = await live.finished();
	return runs.flatMap((run) => run.items('Trigger')).map(({ json }) => json);
}

describe.each(CASES)('on %s, as Meta tells it', (flavour, rows) => {
	it.each(rows)('$name', async ({ act, item }) => {
		const { live, scene } = await listenOn(flavour);
		await act(scene);

		expect(await itemsOf(live)).toContainEqual(
			expect.objectContaining(
				matching({
					...(typeof item === 'function' ? item(scene) : item),
					platform: platformOf(flavour),
				}),
			),
		);
		expect(sandbox.webhooks.deliveries.map(({ status }) => status)).not.toContain(undefined);
	});

	it('a workflow that answers comments is started by customers alone, once for each', async () => {
		const { live, scene } = await listenOn(flavour, ['comment']);
		const { account, customer } = scene;
		const { comment } = customer.comments('How much?');
		await sandbox.webhooks.idle();
		const [first] = sandbox.webhooks.deliveries;
		await sandbox.webhooks.redeliver(first!);
		sandbox.accountComments(account, 'See your inbox', { parentId: comment.id });
		sandbox.accountComments(account, 'New bread!');
		customer.writes('Thanks');

		expect(await itemsOf(live)).toEqual([
			expect.objectContaining({
				event: 'comment',
				accountId: account.id,
				customerId: account.recipients.open.id,
				comment: expect.objectContaining({ id: comment.id, mediaId: comment.postId }),
			}),
		]);
	});

	it('a message whose edit is none is told once', async () => {
		const { live, scene } = await listenOn(flavour);
		const { messageId } = scene.customer.writes('Hi');
		scene.customer.causes('edit', { message_edit: { mid: messageId, num_edit: 0 } });

		expect((await itemsOf(live)).map(({ event }) => event)).toEqual(['message']);
		expect(sandbox.webhooks.deliveries).toHaveLength(2);
	});

	it('events in one POST, out of order: each is told once', async () => {
		const { live, scene } = await listenOn(flavour);
		sandbox.webhooks.hold();
		const words = ['one', 'two', 'three', 'four', 'five'];
		for (const word of words) scene.customer.writes(word);
		sandbox.webhooks.release({ eventsPerEntry: 2, entriesPerPost: 3, order: 'reversed' });

		const texts = (await itemsOf(live)).map((json) => json.text);
		expect(sandbox.webhooks.deliveries).toHaveLength(1);
		expect([...texts].sort()).toEqual([...words].sort());
	});

	it.each(['messaging', 'standby', 'changes', 'flat'] as const)(
		'a message in the shape "%s"',
		async (shape) => {
			const { live, scene } = await listenOn(flavour);
			sandbox.webhooks.hold();
			const { event, messageId } = scene.customer.writes('In which shape?');
			await sandbox.webhooks.deliver([event], { shape });

			expect(await itemsOf(live)).toEqual([
				expect.objectContaining({
					event: shape === 'standby' ? 'standby' : 'message',
					text: 'In which shape?',
					messageId,
				}),
			]);
		},
	);

	it('the Test button of the dashboard starts the workflow once', async () => {
		const { live, scene } = await listenOn(flavour);
		const { status } = await sandbox.webhooks.pressTestButton(scene.account);

		expect(status).toBe(200);
		expect(await itemsOf(live)).toEqual([
			expect.objectContaining({ event: 'message', text: 'random_text' }),
		]);
	});
});

const platformOf = (flavour: Flavour) => (flavour === 'messenger' ? 'messenger' : 'instagram');

/** The same, with every object inside taken as a part of what is expected there. */
function matching(json: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(json).map(([name, value]) => [
			name,
			typeof value === 'object' && !Array.isArray(value)
				? expect.objectContaining(value as object)
				: value,
		]),
	);
}
