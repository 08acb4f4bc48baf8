import type { Sandbox } from '../../../sandbox';
import { subscribeCallback, type Callback } from '../callback';
import { useSandboxWithCallback } from '../stage';
import { FLAVOURS } from '../support';

let sandbox: Sandbox;
let callback: Callback;
useSandboxWithCallback((stage) => ({ sandbox, callback } = stage));

describe.each(FLAVOURS)('Rule 14: %s: an app that is not live', (flavour) => {
	const comments = flavour === 'messenger' ? 'feed' : 'comments';

	test('hears of people with a role alone, in messages and comments', async () => {
		await subscribeCallback(sandbox, callback, flavour, ['messages', comments]);
		if (flavour === 'messenger') {
			sandbox.webhooks.subscribeAccount(sandbox.accounts[flavour], ['messages', comments]);
		}
		const account = sandbox.accounts[flavour];
		account.isAppLive = false;
		const { open, second } = account.recipients;
		second.hasRole = true;
		for (const recipient of [open, second]) {
			sandbox.customer(account, recipient).writes('Anybody there?');
			sandbox.customer(account, recipient).comments('Nice!');
		}
		await sandbox.webhooks.idle();
		const senders = callback.events().map(({ sender }) => sender.id);
		expect(senders).toEqual([second.id]);
		const values = callback.received.flatMap(({ json }) =>
			json.entry.flatMap((entry) => (entry.changes ?? []).map(({ value }) => value)),
		);
		expect(values).toMatchObject([{ from: { id: second.id } }]);
		account.isAppLive = true;
		sandbox.customer(account, open).writes('And now?');
		await sandbox.webhooks.idle();
		expect(callback.events().at(-1)?.sender.id).toBe(open.id);
	});
});

describe.each(FLAVOURS)('Rule 18: %s: a thread that another app controls', (flavour) => {
	test('is told of in standby, without what a button carries, until it is passed back', async () => {
		const fields = ['messages', 'messaging_postbacks', 'standby'];
		await subscribeCallback(sandbox, callback, flavour, fields);
		const account = sandbox.accounts[flavour];
		const { open } = account.recipients;
		const inbox = sandbox.inbox(account, open);
		inbox.takesThread();
		sandbox.customer(account, open).writes('Still there?');
		sandbox.customer(account, open).tapsPostback({ title: 'Start', payload: 'SECRET' });
		inbox.passesThread();
		sandbox.customer(account, open).writes('And now?');
		await sandbox.webhooks.idle();
		expect(callback.received.map(({ json }) => json.entry[0])).toMatchObject([
			{ standby: [{ message: { text: 'Still there?' } }] },
			{ standby: [{ postback: { title: 'Start' } }] },
			{ messaging: [{ message: { text: 'And now?' } }] },
		]);
		expect(callback.received.map(({ body }) => body.toString()).join()).not.toContain('SECRET');
	});
});
