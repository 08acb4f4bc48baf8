import { startSandbox, type Flavour, type Sandbox } from '../../../sandbox';
import { call, codeOf, PAGE_FLAVOURS } from '../support';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const people = (flavour: Flavour) => sandbox.accounts[flavour].recipients;

async function control(flavour: Flavour, action: string, id: string, rest: object = {}) {
	const json = { recipient: { id }, ...rest };
	return codeOf(await call(sandbox, flavour, `/me/${action}_thread_control`, { json }));
}

const YES = 'undefined';

describe.each(PAGE_FLAVOURS)('Rule 18: %s: thread control', (flavour) => {
	const notOwner = flavour === 'messenger' ? '10/2018300' : '100/2534037';

	test('only who has the thread passes or releases it', async () => {
		const { open, ownedByOtherApp: theirs } = people(flavour);
		expect(await control(flavour, 'pass', theirs.id, { target_app_id: '1' })).toBe(notOwner);
		expect(await control(flavour, 'release', theirs.id)).toBe(notOwner);
		expect(await control(flavour, 'pass', open.id, { target_app_id: '1' })).toBe(YES);
		expect(open.threadOwner).toBe('otherApp');
	});

	test('nobody passes to itself, takes what it has or asks for it', async () => {
		const { open } = people(flavour);
		const own = { target_app_id: sandbox.accounts[flavour].appId };
		expect(await control(flavour, 'pass', open.id, own)).toBe('100');
		expect(await control(flavour, 'take', open.id)).toBe('100');
		sandbox.accounts[flavour].hasConversationRouting = false;
		expect(await control(flavour, 'request', open.id)).toBe('100');
	});

	test('a thread is taken with a default app only, and then answers', async () => {
		const { ownedByOtherApp: theirs } = people(flavour);
		sandbox.accounts[flavour].hasConversationRouting = false;
		expect(await control(flavour, 'take', theirs.id)).toBe('27');
		sandbox.accounts[flavour].hasConversationRouting = true;
		expect(await control(flavour, 'take', theirs.id)).toBe(YES);
		expect(theirs.threadOwner).toBe('thisApp');
	});

	test('a requested thread stays whose it is, until that app passes it', async () => {
		const account = sandbox.accounts[flavour];
		account.hasConversationRouting = false;
		const { ownedByOtherApp: theirs, second } = people(flavour);
		expect(await control(flavour, 'request', theirs.id)).toBe(YES);
		expect(theirs.threadOwner).toBe('otherApp');
		sandbox.inbox(account, theirs).passesThread();
		expect(theirs.threadOwner).toBe('thisApp');
		second.threadOwner = 'nobody';
		expect(await control(flavour, 'request', second.id)).toBe(YES);
		expect(second.threadOwner).toBe('thisApp');
	});

	test('refuses strangers and what it does not know', async () => {
		const unknown = flavour === 'messenger' ? '100/2018001' : '100/2534014';
		expect(await control(flavour, 'take', '7999999999999999')).toBe(unknown);
		expect(await control(flavour, 'take', people(flavour).open.id, { app: '1' })).toBe('100');
	});
});

test('Instagram refuses requests where conversation routing is set up', async () => {
	const { ownedByOtherApp } = people('instagramPage');
	expect(await control('instagramPage', 'request', ownedByOtherApp.id)).toBe('27');
});

test('the host of Instagram Login has none of this', async () => {
	expect(await control('instagramLogin', 'pass', people('instagramLogin').open.id)).toBe('2500');
});
