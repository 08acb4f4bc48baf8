import type { INodeParameters } from 'n8n-workflow';

import type { Flavour } from '../../sandbox';
import { FLAVOURS, useStage } from './stage';

const stage = useStage();

const INSTAGRAM: readonly Flavour[] = ['instagramLogin', 'instagramPage'];

const account = (flavour: Flavour) => stage.sandbox.accounts[flavour];
const customer = (flavour: Flavour) =>
	stage.sandbox.customer(account(flavour), account(flavour).recipients.open);

/** [operation, where it exists, its parameters, what comes out at least]. The sandbox refuses bodies Meta would refuse. */
const OPERATIONS: Array<
	[string, readonly Flavour[], (flavour: Flavour) => INodeParameters, object]
> = [
	['message.sendText', FLAVOURS, () => ({ text: 'Hello' }), { status: 'sent' }],
	['message.sendSticker', INSTAGRAM, () => ({}), { status: 'sent' }],
	[
		'message.sharePost',
		INSTAGRAM,
		(flavour) => ({ postId: account(flavour).postIds[0] ?? '' }),
		{ status: 'sent' },
	],
	[
		'message.react',
		INSTAGRAM,
		(flavour) => ({ messageId: customer(flavour).writes('Hi').messageId, reaction: 'love' }),
		{ status: 'sent', reaction: 'love' },
	],
	[
		'message.unreact',
		INSTAGRAM,
		(flavour) => ({ messageId: customer(flavour).writes('Hi').messageId }),
		{ status: 'sent' },
	],
	...(['typing_on', 'typing_off', 'mark_seen'] as const).map(
		(action): (typeof OPERATIONS)[number] => [
			'message.senderAction',
			FLAVOURS,
			() => ({ action }),
			{ action },
		],
	),
	['conversation.getProfile', FLAVOURS, () => ({}), {}],
	['conversation.getMany', FLAVOURS, () => ({ returnAll: true }), {}],
	[
		'conversation.getMessages',
		FLAVOURS,
		() => ({ limit: 1 }),
		{ direction: 'inbound', text: 'Hello there' },
	],
	['account.get', FLAVOURS, () => ({}), {}],
];

const CASES = OPERATIONS.flatMap(([name, flavours, parameters, output]) =>
	flavours.map((flavour) => ({ name, flavour, parameters, output })),
);

it.each(CASES)('$name on $flavour', async ({ name, flavour, parameters, output }) => {
	const [resource = '', operation = ''] = name.split('.');
	customer(flavour).writes('Hello there');
	const node = { parameters: { resource, operation, ...parameters(flavour) } };
	const run = await stage.run(flavour, node, [{ json: {} }]);
	expect(run.error?.message).toBeUndefined();
	expect(run.items('Voice')[0]?.json).toMatchObject(output);
	const refused = stage.sandbox.requests.filter(({ status = 0 }) => status >= 400);
	expect(refused).toEqual([]);
});

it.each(FLAVOURS)('conversation.getWindow on %s', async (flavour) => {
	customer(flavour).writes('Hello there');
	const node = { parameters: { resource: 'conversation', operation: 'getWindow' } };
	const run = await stage.run(flavour, node, [{ json: {} }]);
	expect(run.items('Voice')[0]?.json).toMatchObject({
		isOpen: true,
		lastUserMessageAt: expect.any(String),
		closesAt: expect.any(String),
		humanAgentClosesAt: expect.any(String),
	});
});
