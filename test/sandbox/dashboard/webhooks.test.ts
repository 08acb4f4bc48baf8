import type { Flavour, Sandbox } from '../../../sandbox';
import { signatureOf, subscribeCallback, type Callback } from '../callback';
import { useSandboxWithCallback } from '../stage';
import { FLAVOURS } from '../support';

let sandbox: Sandbox;
let callback: Callback;
useSandboxWithCallback((stage) => ({ sandbox, callback } = stage));

const subscribe = async (flavour: Flavour, fields?: readonly string[]) =>
	await subscribeCallback(sandbox, callback, flavour, fields);

const customerOf = (flavour: Flavour) => {
	const account = sandbox.accounts[flavour];
	return sandbox.customer(account, account.recipients.open);
};

describe('the dashboard', () => {
	test.each(FLAVOURS)('%s: sets the callback after a handshake', async (flavour) => {
		const account = sandbox.accounts[flavour];
		await sandbox.webhooks.setInDashboard(account, {
			callbackUrl: callback.url,
			verifyToken: callback.verifyToken,
			fields: ['messages', 'message_echoes'],
		});
		customerOf(flavour).writes('nobody told the account');
		sandbox.webhooks.subscribeAccount(account, ['messages']);
		customerOf(flavour).writes('heard');
		await sandbox.webhooks.idle();
		expect(callback.events()).toMatchObject([{ message: { text: 'heard' } }]);
	});

	test('refuses a wrong verify token', async () => {
		const wrong = { callbackUrl: callback.url, verifyToken: 'another' };
		await expect(
			sandbox.webhooks.setInDashboard(sandbox.accounts.messenger, wrong),
		).rejects.toMatchObject({ kind: 'callbackRefused' });
	});
});

describe('Rule 13: on demand', () => {
	test('duplicates, one after the other or all at once', async () => {
		const { event } = customerOf('messenger').writes('again');
		const to = callback.url;
		await sandbox.webhooks.deliver([event], { to, times: 3 });
		await sandbox.webhooks.deliver([event], { to, times: 100, isConcurrent: true });
		const bodies = callback.received.map(({ json }) => JSON.stringify(json.entry[0]?.messaging));
		expect([bodies.length, new Set(bodies).size]).toEqual([103, 1]);
	});

	test('a delivery again, byte for byte', async () => {
		await subscribe('messenger');
		customerOf('messenger').writes('once');
		await sandbox.webhooks.idle();
		const [first] = sandbox.webhooks.deliveries;
		expect(await sandbox.webhooks.redeliver(first!)).toMatchObject({ attempt: 2, status: 200 });
		const [one, two] = callback.received;
		expect(two?.body.equals(one!.body)).toBe(true);
		expect(two?.headers['x-hub-signature-256']).toBe(one?.headers['x-hub-signature-256']);
	});

	test('signatures that must not be believed', async () => {
		const { appSecret } = sandbox.accounts.messenger;
		const { event } = customerOf('messenger').writes('trust me');
		const post = async (
			signature: 'forged' | 'missing' | 'sha1Only' | 'tampered' | 'truncated',
		) => {
			await sandbox.webhooks.deliver([event], { to: callback.url, signature });
			const { headers, body } = callback.received.at(-1)!;
			return { sent: headers['x-hub-signature-256'], right: signatureOf(body, appSecret) };
		};
		const forged = await post('forged');
		expect(forged.sent).toMatch(/^sha256=[0-9a-f]{64}$/);
		expect(forged.sent).not.toBe(forged.right);
		expect((await post('missing')).sent).toBeUndefined();
		expect((await post('sha1Only')).sent).toBeUndefined();
		const tampered = await post('tampered');
		expect(tampered.sent).not.toBe(tampered.right);
		const truncated = await post('truncated');
		expect(truncated.right).toContain(truncated.sent);
	});

	test('every shape of an entry', async () => {
		const { event } = customerOf('instagramLogin').writes('hi');
		const to = callback.url;
		for (const shape of ['messaging', 'standby', 'changes', 'flat'] as const) {
			await sandbox.webhooks.deliver([event], { to, shape });
		}
		const value = expect.objectContaining({ message: { mid: expect.any(String), text: 'hi' } });
		expect(callback.received.map(({ json }) => json.entry[0])).toMatchObject([
			{ messaging: [value] },
			{ standby: [value] },
			{ changes: [{ field: 'messages', value }] },
			{ field: 'messages', value },
		]);
	});

	test('the dashboard’s Test button', async () => {
		await sandbox.webhooks.pressTestButton(sandbox.accounts.instagramLogin, 'messages', {
			to: callback.url,
		});
		expect(callback.received[0]?.json.entry[0]?.changes).toEqual([
			{
				field: 'messages',
				value: {
					sender: { id: '12334' },
					recipient: { id: '23245' },
					timestamp: '1527459824',
					message: { mid: 'random_mid', text: 'random_text' },
				},
			},
		]);
	});

	test('without a callback it says what is missing', async () => {
		const { event } = customerOf('messenger').writes('where to?');
		await expect(sandbox.webhooks.deliver([event])).rejects.toThrow('give `to`');
	});
});
