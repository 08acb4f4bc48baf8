import { startSandbox, type Sandbox } from '../../../sandbox';
import type { Put } from '../../../sandbox/control/shown';
import { allOf, Listener } from '../listener';
import { DAY_MS, send, text } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

let listeners: Listener[] = [];
beforeEach(() => {
	sandbox.reset();
	listeners = [];
});
afterEach(() => listeners.forEach((each) => each.close()));

async function listen(): Promise<Listener> {
	const listener = await Listener.connect(sandbox);
	listeners.push(listener);
	return listener;
}

async function listenToNews(): Promise<Listener> {
	const listener = await listen();
	await listener.ready();
	return listener;
}

const customerOf = (flavour: 'messenger' | 'instagramLogin') => {
	const account = sandbox.accounts[flavour];
	return sandbox.customer(account, account.recipients.open);
};

test('a page hears of everything there is, and then that this was all', async () => {
	await send(sandbox, 'messenger', text('Hi'));
	customerOf('messenger').comments('Lovely');
	const listener = await listen();
	expect(listener.contentType).toBe('text/event-stream; charset=utf-8');
	const events = await listener.ready();
	expect(events[0]?.name).toBe('start');
	expect(allOf(events, 'accounts').map(({ id }) => id)).toEqual(
		Object.values(sandbox.accounts).map(({ id }) => id),
	);
	expect(allOf(events, 'recipients')).toHaveLength(18);
	expect(allOf(events, 'received')).toHaveLength(18);
	expect(allOf(events, 'sent')).toMatchObject([{ text: 'Hi' }]);
	expect(allOf(events, 'comments')).toMatchObject([{ text: 'Lovely' }]);
	expect(allOf(events, 'requests')).toMatchObject([
		{ id: sandbox.requests[0]?.id, path: expect.stringContaining('/me/messages') as string },
	]);
	expect(allOf(events, 'state')).toMatchObject([{ aheadMs: 0, faults: [] }]);
});

test('no token is told with the requests', async () => {
	await send(sandbox, 'messenger', text('Hi'));
	const requests = allOf(await (await listen()).ready(), 'requests');
	expect(JSON.stringify(requests)).not.toContain(sandbox.accounts.messenger.tokens.valid);
});

test.each<[what: string, act: () => void, kind: keyof Put, expected: object]>([
	['a message', () => void send(sandbox, 'messenger', text('News')), 'sent', { text: 'News' }],
	[
		'a property that a test sets',
		() => void (sandbox.customerMessages[0]!.text = 'Another'),
		'received',
		{ text: 'Another' },
	],
	[
		'a reaction',
		() => {
			const [message] = sandbox.customerMessages;
			customerOf('instagramLogin').reacts(message!.messageId, '👍');
		},
		'received',
		{ reactions: { customer: '👍' } },
	],
	[
		'another owner of the thread',
		() => void (sandbox.accounts.messenger.recipients.open.threadOwner = 'otherApp'),
		'recipients',
		{ threadOwner: 'otherApp' },
	],
	[
		'a switch of an account',
		() => void (sandbox.accounts.messenger.hasHumanAgent = false),
		'accounts',
		{ hasHumanAgent: false },
	],
	[
		'a fault',
		() => void sandbox.faults.add({ effect: { error: { code: 613 } } }),
		'state',
		{ faults: [{ hits: 0 }] },
	],
])('%s is told, and nothing besides of its kind', async (_what, act, kind, expected) => {
	const listener = await listenToNews();
	act();
	const events = await listener.until(({ data }) => data[kind] !== undefined);
	expect(allOf(events, kind)).toMatchObject([expected]);
});

test('a request is told when it comes, and again when it is answered', async () => {
	const fault = sandbox.faults.add({ effect: 'deliver-slowly' });
	const listener = await listenToNews();
	const answer = send(sandbox, 'messenger', text('Hi'));
	await listener.until(({ data }) => data.requests?.[0]?.outcome === 'pending');
	fault.release();
	await answer;
	const [last] = (
		await listener.until(({ data }) => data.requests?.[0]?.outcome === 'answered')
	).slice(-1);
	expect(last?.data.requests).toMatchObject([{ id: sandbox.requests[0]?.id, status: 200 }]);
});

test('the clock is told when it is moved, with the windows that close', async () => {
	const listener = await listenToNews();
	sandbox.clock.advance(DAY_MS);
	const events = await listener.until(({ data }) => data.recipients !== undefined);
	expect(allOf(events, 'state')).toMatchObject([{ aheadMs: DAY_MS }]);
	// Of six people an account four had an open window.
	expect(allOf(events, 'recipients').map(({ isWindowOpen }) => isWindowOpen)).toEqual(
		Array.from({ length: 12 }, () => false),
	);
});

test('what a person has read stays known', async () => {
	const { body } = await send(sandbox, 'messenger', text('Hi'));
	const listener = await listenToNews();
	customerOf('messenger').reads();
	const events = await listener.until(({ data }) => data.recipients !== undefined);
	expect(allOf(events, 'recipients')).toMatchObject([{ lastReadId: body.message_id }]);
});

test('after a reset everything is told anew', async () => {
	await send(sandbox, 'messenger', text('Hi'));
	const listener = await listenToNews();
	sandbox.reset();
	await listener.until(({ name }) => name === 'start');
	const events = await listener.ready();
	expect(allOf(events, 'sent')).toEqual([]);
	expect(allOf(events, 'received')).toHaveLength(18);
});

test('of a long log the latest is told', async () => {
	const { instagramLogin } = sandbox.accounts;
	const { id: recipientId } = instagramLogin.recipients.open;
	const action = { flavour: 'instagramLogin', accountId: instagramLogin.id, recipientId } as const;
	for (let at = 0; at < 700; at += 1) {
		sandbox.senderActions.push({ ...action, action: 'typing_on', at });
	}
	const actions = allOf(await (await listen()).ready(), 'actions');
	expect([actions.length, actions[0]?.id, actions.at(-1)?.id]).toEqual([500, '200', '699']);
});

test('a page that does not read gets the latest once, not all that it missed', async () => {
	const messages = 300;
	const textLength = 40_000;
	const writeAll = (letter: string): void => {
		for (const message of sandbox.customerMessages) message.text = letter.repeat(textLength);
	};
	const customer = customerOf('messenger');
	for (let count = 0; count < messages; count += 1) customer.writes('…');
	writeAll('a');
	const slow = await listen();
	const attentive = await listenToNews();
	const lastId = sandbox.customerMessages.at(-1)!.messageId;
	for (const letter of 'bcdef') {
		writeAll(letter);
		await attentive.until(
			({ data }) =>
				data.received?.some(
					(each) => each.messageId === lastId && each.text?.startsWith(letter) === true,
				) ?? false,
		);
	}
	const received = allOf(await slow.ready(), 'received');
	const latest = new Map(received.map((each) => [each.messageId, each.text?.[0]]));
	expect(latest.size).toBe(sandbox.customerMessages.length);
	expect([...latest.values()].every((letter) => letter === 'f')).toBe(true);
	// What was under way already when it stopped reading, and then everything once.
	expect(slow.length).toBeLessThan(2 * sandbox.customerMessages.length * textLength);
});
