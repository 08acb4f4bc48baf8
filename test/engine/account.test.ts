import type { IDataObject } from 'n8n-workflow';

import { SvaraVoiceNote } from '../../nodes/SvaraVoiceNote/SvaraVoiceNote.node';
import type { Flavour } from '../../sandbox';
import { useStage } from './stage';

const stage = useStage();

const act = async (
	flavour: Flavour,
	operation: string,
	credential: IDataObject = {},
	options: IDataObject = {},
) =>
	await stage.run(
		flavour,
		{
			credential,
			onError: 'continueRegularOutput',
			parameters: { resource: 'account', operation, options: options as never },
		},
		[{ json: {} }],
	);

describe('account.get', () => {
	it('says whose token it is and what it may do', async () => {
		const { instagramLogin, instagramPage, messenger } = stage.sandbox.accounts;
		const app = ({ appId, appSecret }: typeof messenger) => ({ appId, appSecret });
		const login = (await act('instagramLogin', 'get')).items('Voice')[0]?.json;
		expect(login).toMatchObject({
			platform: 'instagram',
			loginType: 'instagram',
			accountId: instagramLogin.igUserId,
			name: instagramLogin.username,
			permissions: null,
			expiresAt: null,
			tokenFactsMissing: expect.stringContaining('Refresh Token'),
		});
		const page = (await act('instagramPage', 'get', app(instagramPage))).items('Voice')[0]?.json;
		expect(page).toMatchObject({
			loginType: 'facebook',
			accountId: instagramPage.igUserId,
			pageId: instagramPage.pageId,
			permissions: expect.arrayContaining(['instagram_manage_messages']),
			expires: false,
			expiresAt: null,
		});
		const bare = (await act('messenger', 'get')).items('Voice')[0]?.json;
		expect(bare).toMatchObject({
			accountId: messenger.pageId,
			permissions: null,
			tokenFactsMissing: expect.stringContaining("'App Secret'"),
		});
		const wrong = { appId: messenger.appId, appSecret: 'not it' };
		const refused = (await act('messenger', 'get', wrong)).items('Voice')[0]?.json;
		expect(refused?.tokenFactsMissing).toMatch(/did not accept/);
		stage.sandbox.faults.add({ path: /debug_token$/, effect: { error: { code: 4 } } });
		const busy = await act('messenger', 'get', app(messenger), { maxRetries: 0 });
		const words = busy.items('Voice')[0]?.json.tokenFactsMissing;
		expect(words).not.toMatch(/did not accept/);
		expect(words).toMatch(/^Meta is limiting .*\. Send fewer/);
	});

	it('says when a token ends', async () => {
		const account = stage.sandbox.accounts.messenger;
		const expiresAt = Date.now() + 7 * 86_400_000;
		const pageAccessToken = stage.sandbox.addToken(account, 'valid', { expiresAt });
		const { appId, appSecret } = account;
		const run = await act('messenger', 'get', { pageAccessToken, appId, appSecret });
		const json = run.items('Voice')[0]?.json;
		expect(json).toMatchObject({ expires: true });
		expect(Math.abs(Date.parse(String(json?.expiresAt)) - expiresAt)).toBeLessThan(1000);
	});
});

describe('account.refreshToken', () => {
	/** Everything an execution leaves behind. */
	const traces = (run: Awaited<ReturnType<typeof act>>) =>
		JSON.stringify([run.runData, run.error, stage.engine.logs]);

	it('keeps the new token to itself unless it is asked for', async () => {
		const { valid } = stage.sandbox.accounts.instagramLogin.tokens;
		const run = await act('instagramLogin', 'refreshToken');
		const json = run.items('Voice')[0]?.json;
		expect(Object.keys(json ?? {}).sort()).toEqual(['expiresAt', 'permissions', 'platform']);
		const days = (Date.parse(String(json?.expiresAt)) - Date.now()) / 86_400_000;
		expect(days).toBeGreaterThan(59);
		expect(days).toBeLessThan(60.1);
		expect(traces(run)).not.toMatch(/IG[A-Z]+[0-9a-f]{20}/);
		expect(traces(run)).not.toContain(valid);
	});

	it('puts it into one field on demand, which n8n redacts, and which works', async () => {
		const run = await act('instagramLogin', 'refreshToken', {}, { includeToken: true });
		const token = String(run.items('Voice')[0]?.json.accessToken);
		expect(new SvaraVoiceNote().description.sensitiveOutputFields).toEqual(['accessToken']);
		expect(traces(run).split(token)).toHaveLength(2);
		const used = await act('instagramLogin', 'get', { accessToken: token });
		expect(used.items('Voice')[0]?.json).toHaveProperty('accountId');
	});

	it('explains the 24 hours to a token that is younger', async () => {
		const account = stage.sandbox.accounts.instagramLogin;
		const accessToken = stage.sandbox.addToken(account, 'valid', { issuedAt: Date.now() });
		const run = await act('instagramLogin', 'refreshToken', { accessToken });
		expect(run.items('Voice')[0]?.json).toMatchObject({
			errorCode: 'invalid_token',
			errorDetails: { fix: expect.stringContaining('24 hours') },
		});
		expect(traces(run)).not.toContain(accessToken);
	});
});
