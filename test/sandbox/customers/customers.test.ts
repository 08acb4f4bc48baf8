import {
	startSandbox,
	type Customer,
	type Flavour,
	type Sandbox,
	type WebhookEvent,
} from '../../../sandbox';
import { codeOf, DAY_MS, FLAVOURS, send, text, vector } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const customerOf = (flavour: Flavour) => {
	const account = sandbox.accounts[flavour];
	return sandbox.customer(account, account.recipients.open);
};

/** What the event says besides who and when. */
function content({ payload }: WebhookEvent): Record<string, unknown> {
	const { sender: _sender, recipient: _recipient, timestamp: _timestamp, ...rest } = payload;
	return rest;
}

describe('Rule 13: what a customer does, as Meta tells it', () => {
	const rows: ReadonlyArray<
		[act: string, act_: (customer: Customer) => { event: WebhookEvent }, content: unknown]
	> = [
		[
			'a quick reply',
			(customer) => customer.writes('Yes', { quickReply: 'YES' }),
			{ message: { mid: expect.any(String), text: 'Yes', quick_reply: { payload: 'YES' } } },
		],
		[
			'a postback',
			(customer) => customer.tapsPostback({ title: 'Start', payload: 'START' }),
			{ postback: { mid: expect.any(String), title: 'Start', payload: 'START' } },
		],
		[
			'a reaction',
			(customer) => customer.reacts('mid-1', '❤️'),
			{ reaction: { mid: 'mid-1', action: 'react', reaction: 'love', emoji: '❤️' } },
		],
		[
			'a reaction taken back',
			(customer) => customer.unreacts('mid-1'),
			{ reaction: { mid: 'mid-1', action: 'unreact' } },
		],
		[
			'something the API cannot show',
			(customer) => customer.sendsSpecial({ is_unsupported: true }),
			{ message: { mid: expect.any(String), is_unsupported: true } },
		],
		[
			'a story mention',
			(customer) =>
				customer.sendsSpecial({
					attachments: [{ type: 'story_mention', payload: { url: 'https://cdn.example/1' } }],
				}),
			{
				message: {
					mid: expect.any(String),
					attachments: [{ type: 'story_mention', payload: { url: 'https://cdn.example/1' } }],
				},
			},
		],
		[
			'an opt-in',
			(customer) => customer.optsIn('NEWS'),
			{ optin: expect.objectContaining({ type: 'notification_messages', payload: 'NEWS' }) },
		],
		[
			'a link followed',
			(customer) => customer.followsReferral('spring', 'ADS'),
			{ referral: { ref: 'spring', source: 'ADS', type: 'OPEN_THREAD' } },
		],
	];
	const cases = FLAVOURS.flatMap((flavour) => rows.map((row) => [flavour, ...row] as const));

	test.each(cases)('%s: %s', (flavour, _name, act, expected) => {
		expect(content(act(customerOf(flavour)).event)).toEqual(expected);
	});

	test.each(FLAVOURS)('%s: a quote', (flavour) => {
		const customer = customerOf(flavour);
		const own = customer.writes('first');
		const { event } = customer.writes('second', { replyTo: own.messageId });
		const replyTo = { mid: own.messageId };
		expect(content(event)).toMatchObject({
			message: {
				reply_to: flavour === 'messenger' ? { ...replyTo, is_self_reply: true } : replyTo,
			},
		});
	});

	test.each(FLAVOURS)('%s: edits count up, and what was unsent is marked', (flavour) => {
		const customer = customerOf(flavour);
		const { messageId: mid } = customer.writes('helo');
		customer.edits(mid, 'hello');
		expect(content(customer.edits(mid, 'hello!').event)).toEqual({
			message_edit: { mid, text: 'hello!', num_edit: '2' },
		});
		expect(content(customer.unsends(mid).event)).toEqual({ message: { mid, is_deleted: true } });
		expect(sandbox.customerMessages.at(-1)).toMatchObject({ text: 'hello!', isDeleted: true });
		expect(() => customer.edits('somebody else’s', 'x')).toThrow('wrote no');
	});
});

test('a customer is one account’s own, and of the world as it is', () => {
	const { messenger, instagramPage } = sandbox.accounts;
	expect(() => sandbox.customer(messenger, instagramPage.recipients.open)).toThrow('no customer');
	sandbox.reset();
	expect(() => sandbox.customer(messenger, messenger.recipients.open)).toThrow('another world');
});

describe('Rule 6: what opens the window', () => {
	const closed: Record<Flavour, string> = {
		instagramLogin: '10/2534022',
		instagramPage: '10/2534022',
		messenger: '10/2018278',
	};
	const openers: ReadonlyArray<[string, (customer: Customer) => unknown]> = [
		['a text', (customer) => customer.writes('hi')],
		['a voice note', (customer) => customer.sendsVoiceNote(vector('voice.m4a'))],
		['a postback', (customer) => customer.tapsPostback({ title: 'a', payload: 'b' })],
		['a reaction', (customer) => customer.reacts('mid-1')],
		['a referral', (customer) => customer.followsReferral('spring')],
	];
	const openings = FLAVOURS.flatMap((flavour) => openers.map((row) => [flavour, ...row] as const));
	test.each(openings)('%s: %s opens it', async (flavour, _name, act) => {
		sandbox.clock.advance(2 * DAY_MS);
		expect(codeOf(await send(sandbox, flavour, text('hi')))).toBe(closed[flavour]);
		act(customerOf(flavour));
		expect((await send(sandbox, flavour, text('hi'))).status).toBe(200);
	});

	const others: ReadonlyArray<[string, (customer: Customer, mid: string) => unknown]> = [
		['reading', (customer) => customer.reads()],
		['taking a reaction back', (customer) => customer.unreacts('mid-1')],
		['editing', (customer, mid) => customer.edits(mid, 'x')],
		['unsending', (customer, mid) => customer.unsends(mid)],
		['an opt-in', (customer) => customer.optsIn('NEWS')],
		['a comment', (customer) => customer.comments('Is it in stock?')],
	];
	const rest = FLAVOURS.flatMap((flavour) => others.map((row) => [flavour, ...row] as const));
	test.each(rest)('%s: %s does not', async (flavour, _name, act) => {
		const { messageId } = customerOf(flavour).writes('old');
		sandbox.clock.advance(2 * DAY_MS);
		act(customerOf(flavour), messageId);
		expect(codeOf(await send(sandbox, flavour, text('hi')))).toBe(closed[flavour]);
	});
});

describe('a voice note’s link', () => {
	const browser = { headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' } };
	const bytes = vector('voice.m4a');

	function linkOf(event: WebhookEvent): string {
		const { message } = event.payload as {
			message: { attachments: Array<{ type: string; payload: { url: string } }> };
		};
		expect(message.attachments).toMatchObject([{ type: 'audio' }]);
		return message.attachments[0]!.payload.url;
	}

	test.each(FLAVOURS)('%s: gives a browser the bytes', async (flavour) => {
		const url = linkOf(customerOf(flavour).sendsVoiceNote(bytes).event);
		expect(url).toMatch(/\/ig_messaging_cdn\/\?asset_id=\d+&signature=[\w-]+$/);
		const response = await fetch(url, browser);
		expect(response.headers.get('content-type')).toBe('audio/mp4');
		expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
	});

	test('gives everybody else a web page', async () => {
		const response = await fetch(linkOf(customerOf('messenger').sendsVoiceNote(bytes).event));
		expect(response.status).toBe(200);
		expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
	});

	test('is dead after a day, and never works with another signature or id', async () => {
		const url = linkOf(customerOf('messenger').sendsVoiceNote(bytes).event);
		expect((await fetch(`${url}x`, browser)).status).toBe(403);
		expect((await fetch(url.replace(/asset_id=\d+/, 'asset_id=1'), browser)).status).toBe(404);
		sandbox.clock.advance(DAY_MS);
		expect((await fetch(url, browser)).status).toBe(403);
	});
});

describe('Rule 13: threads that change hands', () => {
	test('taken, the thread stands by; passed back, it is ours again', async () => {
		const account = sandbox.accounts.instagramLogin;
		const inbox = sandbox.inbox(account, account.recipients.open);
		const taken = inbox.takesThread('a person takes over');
		expect(taken.isStandby).toBe(false);
		expect(content(taken)).toEqual({
			take_thread_control: {
				previous_owner_app_id: account.appId,
				new_owner_app_id: '1217981644879628',
				metadata: 'a person takes over',
			},
		});
		expect(codeOf(await send(sandbox, 'instagramLogin', text('hi')))).toBe('100/2534037');
		const customer = customerOf('instagramLogin');
		expect(customer.writes('still there?').event.isStandby).toBe(true);
		const tap = customer.tapsPostback({ title: 'Start', payload: 'SECRET' }).event;
		expect(content(tap)).toEqual({ postback: { mid: expect.any(String), title: 'Start' } });
		expect(content(inbox.passesThread())).toMatchObject({
			pass_thread_control: { new_owner_app_id: account.appId },
		});
		expect((await send(sandbox, 'instagramLogin', text('hi'))).status).toBe(200);
		expect(content(inbox.requestsThread())).toMatchObject({
			request_thread_control: { requested_owner_app_id: '1217981644879628' },
		});
	});

	test('a person’s answer is an echo of another app', () => {
		const account = sandbox.accounts.messenger;
		const { event, messageId } = sandbox
			.inbox(account, account.recipients.open)
			.writes('A human here');
		expect(event.payload).toMatchObject({
			sender: { id: account.id },
			message: { mid: messageId, is_echo: true, app_id: 263902037430900 },
		});
	});
});
