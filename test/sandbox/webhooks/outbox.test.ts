import type { Flavour, Sandbox } from '../../../sandbox';
import { signatureOf, subscribeCallback, type Callback } from '../callback';
import { useSandboxWithCallback } from '../stage';
import { DAY_MS, FLAVOURS, HOUR_MS, send, text, until } from '../support';

let sandbox: Sandbox;
let callback: Callback;
useSandboxWithCallback((stage) => ({ sandbox, callback } = stage));

const subscribe = async (flavour: Flavour, fields?: readonly string[]) =>
	await subscribeCallback(sandbox, callback, flavour, fields);

const customerOf = (flavour: Flavour) => {
	const account = sandbox.accounts[flavour];
	return sandbox.customer(account, account.recipients.open);
};

describe.each(FLAVOURS)('Rule 13: %s: deliveries', (flavour) => {
	test('Rule 14: tells nothing unless both levels are subscribed', async () => {
		const account = sandbox.accounts[flavour];
		customerOf(flavour).writes('nobody listens');
		await subscribe(flavour);
		sandbox.webhooks.subscribeAccount(account, ['messages']);
		customerOf(flavour).writes('heard');
		await sandbox.webhooks.idle();
		expect(callback.events()).toMatchObject([{ message: { text: 'heard' } }]);
	});

	test('Rule 14: tells nothing of a field that is not subscribed', async () => {
		await subscribe(flavour, ['messages']);
		customerOf(flavour).tapsPostback({ title: 'Start', payload: 'START' });
		await sandbox.webhooks.idle();
		expect(callback.received).toEqual([]);
	});

	test('a text: Meta’s envelope, bytes and signature', async () => {
		await subscribe(flavour);
		const account = sandbox.accounts[flavour];
		const { messageId } = customerOf(flavour).writes('äöå 👋 a/b');
		await sandbox.webhooks.idle();
		const [first] = callback.received;
		expect(first?.json).toEqual({
			object: flavour === 'messenger' ? 'page' : 'instagram',
			entry: [
				{
					id: account.id,
					time: expect.any(Number),
					messaging: [
						{
							sender: { id: account.recipients.open.id },
							recipient: { id: account.id },
							timestamp: expect.any(Number),
							message: { mid: messageId, text: 'äöå 👋 a/b' },
						},
					],
				},
			],
		});
		expect(first?.body.toString('latin1')).toContain(
			String.raw`"text":"\u00e4\u00f6\u00e5 \ud83d\udc4b a\/b"`,
		);
		expect(first?.headers).toMatchObject({
			'content-type': 'application/json',
			'x-hub-signature-256': signatureOf(first!.body, account.appSecret),
		});
	});

	test('retries at once, then by the clock, with the same bytes', async () => {
		await subscribe(flavour);
		callback.status = 500;
		customerOf(flavour).writes('again');
		await sandbox.webhooks.idle();
		expect(sandbox.webhooks.deliveries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
		callback.status = 200;
		sandbox.clock.advance(60_000);
		await sandbox.webhooks.idle();
		expect(sandbox.webhooks.deliveries.map(({ status }) => status)).toEqual([500, 500, 500, 200]);
		const bodies = new Set(callback.received.map(({ body }) => body.toString()));
		expect(bodies.size).toBe(1);
		sandbox.clock.advance(DAY_MS);
		await sandbox.webhooks.idle();
		expect(callback.received).toHaveLength(4);
	});

	test('a callback that fails again and again overtakes: later messages still come', async () => {
		await subscribe(flavour);
		callback.status = 500;
		customerOf(flavour).writes('first');
		await sandbox.webhooks.idle();
		callback.status = 200;
		customerOf(flavour).writes('second');
		await sandbox.webhooks.idle();
		sandbox.clock.advance(HOUR_MS / 4);
		await sandbox.webhooks.idle();
		const texts = callback.events().map(({ message }) => (message as { text: string }).text);
		expect(texts.slice(-2)).toEqual(['second', 'first']);
	});
});

test('a field the account did not subscribe: a Page’s stays away, Instagram’s comes all the same', async () => {
	for (const flavour of FLAVOURS) {
		await subscribe(flavour);
		sandbox.webhooks.subscribeAccount(sandbox.accounts[flavour], ['messages']);
		customerOf(flavour).reacts('mid-1');
	}
	await sandbox.webhooks.idle();
	const told = callback.received.map(({ json }) => json.entry[0]?.id);
	const { instagramLogin, instagramPage } = sandbox.accounts;
	expect(told.sort()).toEqual([instagramLogin.id, instagramPage.id].sort());
});

test.each(['messenger', 'instagramPage'] as const)(
	'Rule 13: %s: after an hour of failing the account is unsubscribed',
	async (flavour) => {
		await subscribe(flavour);
		callback.status = 500;
		customerOf(flavour).writes('lost');
		await sandbox.webhooks.idle();
		sandbox.clock.advance(HOUR_MS);
		await sandbox.webhooks.idle();
		callback.status = 200;
		customerOf(flavour).writes('unheard');
		sandbox.clock.advance(DAY_MS);
		await sandbox.webhooks.idle();
		expect(sandbox.webhooks.deliveries.map(({ status }) => status)).toEqual(Array(4).fill(500));
		sandbox.webhooks.subscribeAccount(sandbox.accounts[flavour]);
		customerOf(flavour).writes('heard');
		await sandbox.webhooks.idle();
		expect(sandbox.webhooks.deliveries.at(-1)?.status).toBe(200);
	},
);

test('Instagram Login: an event is dropped after 36 hours, and the account stays subscribed', async () => {
	await subscribe('instagramLogin');
	callback.status = 500;
	customerOf('instagramLogin').writes('lost');
	await sandbox.webhooks.idle();
	sandbox.clock.advance(36 * HOUR_MS);
	await sandbox.webhooks.idle();
	callback.status = 200;
	sandbox.clock.advance(36 * HOUR_MS);
	await sandbox.webhooks.idle();
	expect(sandbox.webhooks.deliveries).toHaveLength(4);
	customerOf('instagramLogin').writes('heard');
	await sandbox.webhooks.idle();
	expect(sandbox.webhooks.deliveries.at(-1)?.status).toBe(200);
});

test('Rule 13: a callback that does not answer in time, or is gone, counts as failing', async () => {
	await subscribe('messenger');
	sandbox.settings.webhookTimeoutMs = 50;
	callback.status = null;
	customerOf('messenger').writes('slow');
	await sandbox.webhooks.idle();
	expect(sandbox.webhooks.deliveries).toHaveLength(3);
	expect(sandbox.webhooks.deliveries.every((each) => !('status' in each))).toBe(true);
});

test('events of one account keep their order', async () => {
	await subscribe('messenger');
	const words = Array.from({ length: 20 }, (_, at) => `word ${at}`);
	for (const word of words) customerOf('messenger').writes(word);
	await sandbox.webhooks.idle();
	const texts = callback.events().map(({ message }) => (message as { text: string }).text);
	expect(texts).toEqual(words);
});

test('Rule 13: held events go out batched, and out of order if so asked', async () => {
	await subscribe('messenger');
	sandbox.webhooks.hold();
	for (let at = 0; at < 1000; at += 1) customerOf('messenger').writes(String(at));
	await sandbox.webhooks.idle();
	expect(callback.received).toHaveLength(0);
	sandbox.webhooks.release({ eventsPerEntry: 10, entriesPerPost: 100, order: 'reversed' });
	await sandbox.webhooks.idle();
	expect(callback.received).toHaveLength(1);
	expect(callback.received[0]?.json.entry).toHaveLength(100);
	expect(callback.events()).toHaveLength(1000);
	expect(callback.events()[0]).toMatchObject({ message: { text: '999' } });
});

describe('Rule 13: what the API sends comes back', () => {
	const echoFields: Record<Flavour, string[]> = {
		instagramLogin: ['messages', 'message_echoes'],
		instagramPage: ['messages'],
		messenger: ['messages', 'message_echoes'],
	};

	test.each(FLAVOURS)('%s: as an echo', async (flavour) => {
		await subscribe(flavour, echoFields[flavour]);
		const { body } = await send(sandbox, flavour, text('hello'));
		await sandbox.webhooks.idle();
		const { id, appId, recipients } = sandbox.accounts[flavour];
		expect(callback.events()).toEqual([
			{
				sender: { id },
				recipient: { id: recipients.open.id },
				timestamp: expect.any(Number),
				message: {
					mid: body.message_id,
					text: 'hello',
					is_echo: true,
					...(flavour === 'messenger' ? { app_id: Number(appId) } : {}),
				},
			},
		]);
	});

	test.each(['instagramLogin', 'messenger'] as const)(
		'%s: only with message_echoes',
		async (flavour) => {
			await subscribe(flavour, ['messages']);
			await send(sandbox, flavour, text('hello'));
			await sandbox.webhooks.idle();
			expect(callback.received).toHaveLength(0);
		},
	);

	test('Messenger says that it was delivered, and up to when it was read', async () => {
		await subscribe('messenger', ['message_deliveries', 'message_reads']);
		const { body } = await send(sandbox, 'messenger', text('hello'));
		customerOf('messenger').reads();
		await sandbox.webhooks.idle();
		const watermark = sandbox.messages[0]?.at;
		expect(callback.events()).toMatchObject([
			{ delivery: { mids: [body.message_id], watermark } },
			{ read: { watermark } },
		]);
	});

	test('Instagram says which message was seen', async () => {
		await subscribe('instagramLogin', ['messaging_seen']);
		const { body } = await send(sandbox, 'instagramLogin', text('hello'));
		customerOf('instagramLogin').reads();
		await sandbox.webhooks.idle();
		expect(callback.events()).toMatchObject([{ read: { mid: body.message_id } }]);
	});
});

test('reset forgets subscriptions and deliveries, also those under way', async () => {
	await subscribe('messenger');
	callback.status = null;
	customerOf('messenger').writes('cut off');
	await until(() => callback.received.length === 1);
	sandbox.reset();
	await sandbox.webhooks.idle();
	customerOf('messenger').writes('unheard');
	await sandbox.webhooks.idle();
	expect(sandbox.webhooks.deliveries).toEqual([]);
	expect(callback.received).toHaveLength(1);
});
