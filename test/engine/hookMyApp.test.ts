import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type GatewayConnection, type Sandbox } from '../../sandbox';
import { useAccount, useStage, vector } from './stage';
import { openTriggerStage, request, type TriggerStage } from './triggerStage';

type Gateway = GatewayConnection & { baseUrl: string };

/** The credential as docs/hookmyapp.md says. */
const credentialOf = ({
	baseUrl,
	accessToken,
	signingSecret,
	verifyToken,
}: Gateway): IDataObject => ({
	baseUrl,
	accessToken,
	appSecret: signingSecret,
	verifyToken,
});

describe('behind the gateway, Svara Voice Note', () => {
	const stage = useStage();
	let gateway: Gateway;
	beforeEach(() => {
		gateway = stage.sandbox.connectGateway(stage.sandbox.accounts.instagramLogin);
	});

	const run = async (parameters: IDataObject, file?: string) => {
		const items = file ? [await stage.itemWith(file)] : [{ json: {} }];
		const node = { credential: credentialOf(gateway), parameters: parameters as never };
		return await stage.run('instagramLogin', node, items);
	};

	it('sends texts and voice notes under the gateway’s own token', async () => {
		const recipientId = stage.sandbox.accounts.instagramLogin.recipients.open.id;
		const said = await run({ resource: 'message', operation: 'sendText', recipientId, text: 'Hi' });
		expect(said.items('Voice')[0]?.json).toMatchObject({ status: 'sent' });
		const noted = await run(
			{ resource: 'voiceNote', operation: 'send', recipientId },
			vector('wav-pcm.wav'),
		);
		expect(noted.items('Voice')[0]?.json).toMatchObject({ status: 'sent', delivery: 'signedUrl' });
		expect(stage.sandbox.messages.map(({ kind }) => kind)).toEqual(['text', 'audio']);
	});

	it('finds out whose account it is', async () => {
		const { igUserId: accountId } = stage.sandbox.accounts.instagramLogin;
		const asked = await run({ resource: 'account', operation: 'get' });
		expect(asked.items('Voice')[0]?.json).toMatchObject({ accountId });
	});

	it('says that tokens are renewed at the gateway', async () => {
		const refused = await run({ resource: 'account', operation: 'refreshToken' });
		expect(refused.error?.message).toMatch(/gateway .* did not refresh/);
		expect(refused.error).toMatchObject({ description: expect.stringContaining('renew it there') });
		expect(JSON.stringify(refused.error)).not.toContain(gateway.accessToken);
	});
});

describe('behind the gateway, Svara Trigger', () => {
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

	async function listen(options: IDataObject, credential: IDataObject = {}) {
		const account = sandbox.accounts.instagramLogin;
		const gateway = sandbox.connectGateway(account);
		const fields = { ...credentialOf(gateway), ...credential };
		useAccount(stage.engine, sandbox, 'instagramLogin', fields);
		const live = await stage.open({ platform: 'instagram', events: ['message'], options });
		return { account, gateway, live };
	}

	const OPTIONS = {
		signatureHeader: 'X-HookMyApp-Signature-256',
		handshakeReply: 'verifyTokenAlways',
	};

	it('passes the check and takes what is forwarded, and nothing else', async () => {
		const { account, live } = await listen(OPTIONS);
		await live.activate();
		await sandbox.webhooks.setAtGateway(account, live.url);
		const { event } = sandbox.customer(account, account.recipients.open).writes('Grüße / 👋');
		for (const signature of ['forged', 'missing', 'tampered', 'sha1Only'] as const) {
			await sandbox.webhooks.deliver([event], { signature });
		}
		await sandbox.webhooks.idle();

		const runs = await live.finished();
		expect(runs.flatMap((each) => each.items('Trigger')).map(({ json }) => json)).toMatchObject([
			{ event: 'message', text: 'Grüße / 👋', customerId: account.recipients.open.id },
		]);
		const statuses = sandbox.webhooks.deliveries.map(({ status }) => status).sort();
		expect(statuses).toEqual([200, 401, 401, 401, 401]);
	});

	it('does not pass it with the other replies', async () => {
		for (const handshakeReply of ['challenge', 'verifyToken']) {
			const { account, live } = await listen({ ...OPTIONS, handshakeReply });
			await live.activate();
			const set = sandbox.webhooks.setAtGateway(account, live.url);
			await expect(set).rejects.toThrow('HTTP 403');
		}
	});

	it('is not published where the token it tells everybody is what webhooks are signed with', async () => {
		const { live } = await listen(OPTIONS, {
			verifyToken: 'one for both',
			appSecret: 'a, one for both',
		});
		await expect(live.activate()).rejects.toThrow(/'Verify Token' is also an 'App Secret'/);
		expect((await request('GET', live.url)).body).not.toContain('one for both');
	});
});
