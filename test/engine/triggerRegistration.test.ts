import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type Flavour, type Sandbox } from '../../sandbox';
import { startCallback, type Callback } from '../sandbox/callback';
import { startWebServer } from '../webServer';
import type { LiveWorkflow } from './harness';
import { FLAVOURS, useAccount } from './stage';
import { openTriggerStage, type TriggerStage } from './triggerStage';

let stage: TriggerStage;
let sandbox: Sandbox;
let other: Callback;
beforeAll(async () => {
	stage = await openTriggerStage();
	sandbox = await startSandbox();
	other = await startCallback();
});
afterAll(async () => {
	await other.close();
	await sandbox.close();
	await stage.close();
});
beforeEach(() => {
	sandbox.reset();
	sandbox.settings.subscribesInstagramLoginApps = true;
	stage.engine.logs.length = 0;
});

const VERIFY_TOKEN = 'chosen-by-me';

async function publish(
	flavour: Flavour,
	parameters: IDataObject = {},
	credential: IDataObject = {},
): Promise<LiveWorkflow> {
	connect(flavour, credential);
	return await stage.open({
		platform: flavour === 'messenger' ? 'messenger' : 'instagram',
		registration: 'automatic',
		...parameters,
	});
}

function connect(flavour: Flavour, credential: IDataObject = {}): void {
	const { appId, appSecret } = sandbox.accounts[flavour];
	useAccount(stage.engine, sandbox, flavour, {
		appId,
		appSecret,
		verifyToken: VERIFY_TOKEN,
		...credential,
	});
}

/** What the sandbox holds on both levels, asked as its account and its app. */
async function subscriptionsOf(flavour: Flavour) {
	const { appId, appSecret, tokens, pageId } = sandbox.accounts[flavour];
	const read = async (baseUrl: string, path: string, token: string) => {
		const headers = { Authorization: `Bearer ${token}` };
		const answer = (await (await fetch(`${baseUrl}${path}`, { headers })).json()) as {
			data: Array<Record<string, unknown>>;
		};
		return answer.data[0];
	};
	const app = await read(
		sandbox.baseUrl('messenger'),
		`/${appId}/subscriptions`,
		`${appId}|${appSecret}`,
	);
	const account = await read(
		sandbox.baseUrl(flavour),
		`/${pageId || 'me'}/subscribed_apps`,
		tokens.valid,
	);
	return {
		callbackUrl: app?.callback_url,
		appFields: (app?.fields as Array<{ name: string }> | undefined)?.map(({ name }) => name),
		accountFields: account?.subscribed_fields,
	};
}

const writes = () =>
	sandbox.requests.filter(({ method, path }) => method !== 'GET' && /subscri/.test(path));

const refusal = async (task: Promise<void>) => {
	const thrown = await task.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(thrown).toBeInstanceOf(Error);
	const { message, description } = thrown as { message: string; description: string };
	expect(message).not.toMatch(/\b(error|problem|failure|mistake)\b/i);
	// n8n publishes in the background and shows the message alone.
	expect(message.endsWith(description)).toBe(true);
	return { message, description };
};

describe.each(FLAVOURS)('publishing, on %s', (flavour) => {
	const account = () => sandbox.accounts[flavour];
	const customer = () => sandbox.customer(account(), account().recipients.open);

	it('brings the next message into the workflow', async () => {
		const live = await publish(flavour);
		await live.activate();
		customer().writes('Are you open today?');
		await sandbox.webhooks.idle();
		expect((await stage.items()).map(({ json }) => json.text)).toEqual(['Are you open today?']);
		expect(sandbox.webhooks.deliveries.map(({ status }) => status)).toEqual([200]);
	});

	it('changes nothing at Meta when n8n starts again', async () => {
		const live = await publish(flavour, { events: ['message', 'reaction', 'postback', 'echo'] });
		await live.activate();
		const registered = await subscriptionsOf(flavour);
		const count = writes().length;
		expect(count).toBe(2);
		await live.activate('init');
		await live.activate('update');
		expect(writes()).toHaveLength(count);
		expect(await subscriptionsOf(flavour)).toEqual(registered);
	});

	it('adds its fields to those other workflows need, and never takes the account away', async () => {
		sandbox.webhooks.subscribeAccount(account(), ['standby']);
		const live = await publish(flavour, { events: ['voiceNote', 'reaction'] });
		await live.activate();
		const fields = flavour === 'instagramPage' ? ['messages'] : ['messages', 'message_reactions'];
		expect(await subscriptionsOf(flavour)).toEqual({
			callbackUrl: live.url,
			appFields: ['messages', 'message_reactions'],
			accountFields: ['standby', ...fields],
		});
		await live.deactivate();
		expect(await subscriptionsOf(flavour)).toEqual({ accountFields: ['standby', ...fields] });
	});

	it('asks for each event in the fields it comes in', async () => {
		const [plural, read, edit] =
			flavour === 'messenger'
				? ['s', 'message_reads', 'message_edits']
				: ['', 'messaging_seen', 'message_edit'];
		for (const [event, fields] of Object.entries({
			message: ['messages'],
			postback: ['messaging_postbacks'],
			reaction: ['message_reactions'],
			read: [read],
			edit: [edit],
			referral: ['messages', 'messaging_postbacks', `messaging_referral${plural}`],
			handover: [`messaging_handover${plural}`],
			standby: ['standby'],
			other: ['messages'],
		})) {
			sandbox.reset();
			sandbox.settings.subscribesInstagramLoginApps = true;
			const live = await publish(flavour, { events: [event] });
			await live.activate();
			expect([event, (await subscriptionsOf(flavour)).appFields]).toEqual([event, fields]);
		}
	});

	it('keeps the fields that were added in the dashboard, also when it is published anew', async () => {
		const live = await publish(flavour, { events: ['reaction'] });
		await live.activate();
		await sandbox.webhooks.setInDashboard(account(), {
			callbackUrl: live.url,
			verifyToken: VERIFY_TOKEN,
			fields: ['message_reactions', 'standby'],
		});
		live.configure({ events: ['reaction', 'message'] });
		await live.activate('init');
		const expected = ['message_reactions', 'standby', 'messages'];
		expect((await subscriptionsOf(flavour)).appFields).toEqual(expected);
		await live.deactivate();
		expect((await subscriptionsOf(flavour)).appFields).toBeUndefined();
		await live.activate('update');
		expect((await subscriptionsOf(flavour)).appFields).toEqual(expected);
	});

	it('keeps secrets and tokens out of URLs, answers and logs', async () => {
		const live = await publish(flavour);
		await live.activate();
		connect(flavour, { appSecret: 'wrong-secret' });
		const refused = await refusal(live.activate());
		const seen = JSON.stringify([
			refused,
			stage.engine.logs,
			sandbox.requests.map(({ path, query }) => [path, query]),
		]);
		for (const secret of [account().tokens.valid, account().appSecret, 'wrong-secret']) {
			expect(seen).not.toContain(secret);
		}
	});
});

describe('somebody else’s callback', () => {
	const account = () => sandbox.accounts.messenger;
	beforeEach(async () => {
		await sandbox.webhooks.setInDashboard(account(), {
			callbackUrl: other.url,
			verifyToken: other.verifyToken,
		});
	});

	it('stays, and the refusal says whose it is and what to do', async () => {
		const live = await publish('messenger');
		const { message, description } = await refusal(live.activate());
		expect(message).toContain(`already delivers these webhooks to ${new URL(other.url).origin}`);
		// The rest of the address may be a secret of somebody's.
		expect(message).not.toContain(new URL(other.url).pathname);
		expect(description).toContain("'Replace Existing'");
		expect((await subscriptionsOf('messenger')).callbackUrl).toBe(other.url);
		await live.deactivate();
		expect((await subscriptionsOf('messenger')).callbackUrl).toBe(other.url);
	});

	it('gives way where the option says so, and is not taken along at the end if it came back', async () => {
		const live = await publish('messenger', { options: { replaceExisting: true } });
		await live.activate();
		expect((await subscriptionsOf('messenger')).callbackUrl).toBe(live.url);
		await sandbox.webhooks.setInDashboard(account(), {
			callbackUrl: other.url,
			verifyToken: other.verifyToken,
		});
		await live.deactivate();
		expect((await subscriptionsOf('messenger')).callbackUrl).toBe(other.url);
	});

	it('is never cut off by listening for a test event', async () => {
		const live = await publish('messenger', { options: { replaceExisting: true } });
		const { message } = await refusal(live.listen());
		expect(message).toMatch(/^Listening for a test event would cut off the live webhook/);
		expect((await subscriptionsOf('messenger')).callbackUrl).toBe(other.url);
	});
});

describe('listening for a test event', () => {
	it('registers the test URL where nothing is registered, and takes it back', async () => {
		const live = await publish('messenger');
		await live.listen();
		expect((await subscriptionsOf('messenger')).callbackUrl).toBe(live.testUrl);
		await live.stopListening();
		expect((await subscriptionsOf('messenger')).callbackUrl).toBeUndefined();
	});

	it("leaves the same workflow's live webhook alone", async () => {
		const live = await publish('messenger');
		await live.activate();
		await refusal(live.listen());
		expect((await subscriptionsOf('messenger')).callbackUrl).toBe(live.url);
	});

	it('leaves nothing that publishing would take for somebody else’s', async () => {
		const live = await publish('messenger');
		await live.listen();
		// n8n was killed before it could take the test URL back.
		await live.activate();
		expect((await subscriptionsOf('messenger')).callbackUrl).toBe(live.url);
	});
});

describe('a copy of the database, at another address', () => {
	/** A workflow that has registered itself, and what another n8n makes of its data. */
	async function publishCopy() {
		connect('messenger');
		const parameters = { platform: 'messenger', registration: 'automatic' };
		const former = await stage.open(parameters, 'copied');
		await former.activate();
		const copy = await stage.open(parameters, 'copied');
		copy.staticData = JSON.parse(JSON.stringify(former.staticData)) as IDataObject;
		return { former, copy };
	}

	it('takes over where n8n has moved and left nobody behind', async () => {
		const { former, copy } = await publishCopy();
		await former.close();
		await copy.activate('init');
		expect((await subscriptionsOf('messenger')).callbackUrl).toBe(copy.url);
		expect(copy.staticData).not.toEqual(former.staticData);
	});

	it.each(['challenge', 'verifyToken'])(
		'leaves the original alone while that answers with the %s',
		async (handshakeReply) => {
			const { former, copy } = await publishCopy();
			former.configure({ options: { handshakeReply } });
			for (const mode of ['init', 'activate'] as const) {
				expect((await refusal(copy.activate(mode))).message).toContain('already delivers');
			}
			await copy.deactivate();
			expect((await subscriptionsOf('messenger')).callbackUrl).toBe(former.url);
			copy.configure({ options: { replaceExisting: true } });
			await copy.activate();
			expect((await subscriptionsOf('messenger')).callbackUrl).toBe(copy.url);
		},
	);

	it('takes back what it has left behind', async () => {
		const { former, copy } = await publishCopy();
		await former.close();
		await copy.deactivate();
		expect(await subscriptionsOf('messenger')).not.toHaveProperty('callbackUrl', former.url);
	});
});

describe('a refusal is explained', () => {
	it.each(['activate', 'listen'] as const)(
		'no app secret: %s says where to find it',
		async (step) => {
			for (const registration of ['manual', 'automatic']) {
				const live = await publish('messenger', { registration }, { appSecret: '' });
				const { message, description } = await refusal(live[step]());
				expect(message).toContain("'App Secret' is empty");
				expect(description).toContain('App settings > Basic');
			}
			expect(sandbox.requests).toEqual([]);
		},
	);

	it('without a secret a workflow may be published where unsigned webhooks are allowed', async () => {
		const options = { allowUnsigned: true };
		const live = await publish('messenger', { registration: 'manual', options }, { appSecret: '' });
		await live.activate();
	});

	it.each([
		['App ID', { appId: '' }],
		['Verify Token', { verifyToken: '' }],
	])("no '%s'", async (field, credential) => {
		const live = await publish('messenger', {}, credential);
		expect((await refusal(live.activate())).message).toContain(`'${field}' is empty`);
	});

	it.each([
		['pageAccessToken', '={{ $json.token }}'],
		['appSecret', "={{ $('Settings').first().json.secret }}"],
	])('a credential whose %s needs an item', async (field, expression) => {
		for (const registration of ['manual', 'automatic']) {
			const live = await publish('messenger', { registration }, { [field]: expression });
			const { message, description } = await refusal(live.activate());
			expect(message).toContain('before there is any');
			expect(description).toContain('without $json');
		}
	});

	it.each([17841400123456789, '1.78414e+16', [17841400123456789]])(
		'an account id that has lost digits: %p',
		async (accountIds) => {
			const live = await publish('messenger', { options: { accountIds } });
			expect((await refusal(live.activate())).message).toContain("'Account IDs' has lost digits");
		},
	);

	it('a wrong app secret', async () => {
		const live = await publish('messenger', {}, { appSecret: 'wrong' });
		const { message, description } = await refusal(live.activate());
		expect(message).toContain("'App ID' and 'App Secret'");
		expect(description).toContain('App settings > Basic');
	});

	it('a token without the permission', async () => {
		const pageAccessToken = sandbox.addToken(sandbox.accounts.messenger, 'valid', {
			scopes: ['pages_messaging'],
		});
		const live = await publish('messenger', {}, { pageAccessToken });
		const { message, description } = await refusal(live.activate());
		expect(message).toMatch(/^Meta did not subscribe the account to your app\. /);
		expect(description).toContain('pages_manage_metadata');
		expect(await subscriptionsOf('messenger')).not.toHaveProperty('callbackUrl', live.url);
	});

	it('an expired token', async () => {
		const { tokens } = sandbox.accounts.messenger;
		const live = await publish('messenger', {}, { pageAccessToken: tokens.expired });
		expect((await refusal(live.activate())).description).toContain("'Page Access Token'");
	});

	it('a callback Meta cannot reach', async () => {
		const live = await publish('messenger', {}, { baseUrl: '' });
		const { message, description } = await refusal(live.activate());
		expect(message).toMatch(/^Meta cannot reach http:\/\/127\.0\.0\.1/);
		expect(description).toContain('WEBHOOK_URL');
	});

	it('a callback that does not answer as Meta asks', async () => {
		const live = await publish('messenger');
		await live.close();
		const { message, description } = await refusal(live.activate());
		expect(message).toContain('got no proper answer');
		expect(description).toContain('WEBHOOK_URL');
	});

	it('an app that Meta lets register only in its dashboard', async () => {
		sandbox.settings.subscribesInstagramLoginApps = false;
		const live = await publish('instagramLogin');
		const { message, description } = await refusal(live.activate());
		expect(message).toContain('does not let this app register its webhook');
		expect(description).toMatch(/Manual.*Configure webhooks.*Production URL.*Verify Token/);
	});
});

describe('when n8n starts', () => {
	const account = () => sandbox.accounts.messenger;
	const expectWarning = () =>
		expect(stage.engine.logs).toContainEqual({
			level: 'warn',
			message: expect.stringMatching(/could not check its webhook at Meta.*as it was/),
		});

	it('and Meta cannot be asked, the webhook is taken to be as it was', async () => {
		const live = await publish('messenger', {}, { baseUrl: 'http://127.0.0.1:1/v26.0' });
		await live.activate('init');
		expectWarning();
		await refusal(live.activate('activate'));
	});

	it.each([
		['an expired code', 400, '{"error":{"message":"No","type":"OAuthException","code":190}}'],
		['a permission gone', 403, '{"error":{"message":"No","type":"OAuthException","code":10}}'],
		['a crash', 500, '<h1>Sorry</h1>'],
		['a page of maintenance', 200, '<h1>Back soon</h1>'],
	])('and Meta answers with %s, the same', async (_what, status, body) => {
		const meta = await startWebServer((_request, response) => response.writeHead(status).end(body));
		try {
			const live = await publish('messenger', {}, { baseUrl: `${meta.url}/v26.0` });
			for (const mode of ['init', 'leadershipChange'] as const) {
				stage.engine.logs.length = 0;
				await live.activate(mode);
				expectWarning();
			}
			await refusal(live.activate('activate'));
		} finally {
			await meta.close();
		}
	});

	it('with an expired token, the live webhook stays and goes on delivering', async () => {
		const live = await publish('messenger');
		await live.activate();
		const registered = await subscriptionsOf('messenger');
		connect('messenger', { pageAccessToken: account().tokens.expired });
		await live.activate('init');
		expect(await subscriptionsOf('messenger')).toEqual(registered);
		connect('messenger');
		expect(await subscriptionsOf('messenger')).toEqual(registered);
		await live.deactivate();
		expect(await subscriptionsOf('messenger')).not.toHaveProperty('callbackUrl', live.url);
	});

	it('a webhook that Meta has switched off is switched on again', async () => {
		const live = await publish('messenger');
		await live.activate();
		sandbox.webhooks.switchOff(account());
		const customer = sandbox.customer(account(), account().recipients.open);
		customer.writes('Unheard');
		await sandbox.webhooks.idle();
		await live.activate('init');
		customer.writes('Heard');
		await sandbox.webhooks.idle();
		expect((await stage.items()).map(({ json }) => json.text)).toEqual(['Heard']);
	});

	it('and the webhook is gone while the token has expired, n8n starts all the same', async () => {
		const live = await publish('messenger', {}, { pageAccessToken: account().tokens.expired });
		await live.activate('init');
		expectWarning();
	});

	it("and the callback is somebody else's by now, that is said", async () => {
		const live = await publish('messenger');
		await live.activate();
		await sandbox.webhooks.setInDashboard(account(), {
			callbackUrl: other.url,
			verifyToken: other.verifyToken,
		});
		expect((await refusal(live.activate('init'))).message).toContain('already delivers');
	});

	it('stopping a workflow never fails, whatever Meta says', async () => {
		const live = await publish('messenger', {}, { baseUrl: 'http://127.0.0.1:1/v26.0' });
		await live.deactivate();
		expect(stage.engine.logs).toContainEqual({
			level: 'warn',
			message: expect.stringContaining('could not take its webhook back'),
		});
	});
});
