import axios from 'axios';
import type { ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { SvaraVoiceNote } from '../../nodes/SvaraVoiceNote/SvaraVoiceNote.node';
import { startSandbox, type Flavour, type Sandbox, type TokenState } from '../../sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

/** The one helper n8n gives credential tests, as far as they use it; real HTTP underneath. */
const context = {
	helpers: {
		async request({ uri, method, headers, timeout }: Record<string, string>) {
			// Meta's own hosts are played by the sandbox too.
			const url = uri?.replace(/^https:\/(?=\/graph\.)/, sandbox.url);
			const response = await axios.request<unknown>({
				url,
				method,
				headers: headers as never,
				timeout: Number(timeout),
				maxRedirects: 0,
				// As text, which is what n8n's helper hands over.
				transformResponse: (body: string) => body,
				validateStatus: () => true,
			});
			return { statusCode: response.status, headers: response.headers, body: response.data };
		},
	},
} as unknown as ICredentialTestFunctions;

async function test(
	flavour: Flavour,
	changes: Record<string, string> = {},
): Promise<INodeCredentialTestResult> {
	const account = sandbox.accounts[flavour];
	const data = {
		loginType: flavour === 'instagramPage' ? 'facebook' : 'instagram',
		[flavour === 'messenger' ? 'pageAccessToken' : 'accessToken']: account.tokens.valid,
		igUserId: account.igUserId,
		pageId: account.pageId,
		baseUrl: sandbox.baseUrl(flavour),
		...changes,
	};
	const { testSvaraInstagramApi, testSvaraMessengerApi } = new SvaraVoiceNote().methods
		.credentialTest;
	const run = flavour === 'messenger' ? testSvaraMessengerApi : testSvaraInstagramApi;
	return await run.call(context, { id: '1', name: 'x', type: 'x', data });
}

const token = (flavour: Flavour, state: TokenState) => ({
	[flavour === 'messenger' ? 'pageAccessToken' : 'accessToken']:
		sandbox.accounts[flavour].tokens[state],
});

describe.each(['instagramLogin', 'instagramPage', 'messenger'] as const)('on %s', (flavour) => {
	it('says who is connected', async () => {
		const { status, message } = await test(flavour);
		expect([status, message]).toEqual([
			'OK',
			expect.stringMatching(/^Connected to the (Instagram account|Page) \S/),
		]);
	});

	it.each([
		['expired', /^The access token has expired\. Create a new token/],
		['passwordChanged', /^The access token ended when the password was changed/],
		['revoked', /^The account has removed the app/],
	] as const)('a token that is %s', async (state, says) => {
		const { status, message } = await test(flavour, token(flavour, state));
		expect(status).toBe('Error');
		expect(message).toMatch(says);
		expect(message).not.toContain(sandbox.accounts[flavour].tokens[state]);
	});

	it('a token of the other host', async () => {
		const { status, message } = await test(flavour, token(flavour, 'wrongHost'));
		expect(status).toBe('Error');
		expect(message).toMatch(
			flavour === 'instagramLogin' ? /Facebook token/ : /token of Instagram Login/,
		);
	});

	it('an empty token', async () => {
		expect((await test(flavour, { accessToken: '', pageAccessToken: '' })).message).toMatch(
			/'.*Access Token' is empty/,
		);
	});

	it('a sandbox that is not there', async () => {
		const { status, message } = await test(flavour, { baseUrl: 'http://127.0.0.1:1/v26.0' });
		expect([status, message]).toEqual([
			'Error',
			expect.stringContaining('Nothing answers at the Base URL http://127.0.0.1:1'),
		]);
	});

	it('a Base URL that is none', async () => {
		expect((await test(flavour, { baseUrl: 'localhost' })).message).toContain("'Base URL'");
	});

	it('a language that is not English', async () => {
		sandbox.settings.language = 'pseudo';
		expect((await test(flavour, token(flavour, 'expired'))).message).toMatch(
			/^The access token has expired/,
		);
	});
});

it('an id of another account, with the right one to paste', async () => {
	const { igUserId, appScopedId } = sandbox.accounts.instagramLogin;
	for (const wrong of ['17841499999999999', '']) {
		const { status, message } = await test('instagramLogin', { igUserId: wrong });
		expect([status, message]).toEqual([
			'Error',
			expect.stringContaining(`Set 'Instagram User ID' to ${igUserId}`),
		]);
	}
	expect((await test('instagramLogin', { igUserId: appScopedId })).status).toBe('OK');
	expect((await test('instagramPage', { igUserId: '17841499999999999' })).message).toContain(
		sandbox.accounts.instagramPage.igUserId,
	);
	for (const flavour of ['instagramPage', 'messenger'] as const) {
		expect((await test(flavour, { pageId: '123' })).message).toContain(
			sandbox.accounts[flavour].pageId,
		);
	}
});

it('a Page without an Instagram account', async () => {
	sandbox.accounts.instagramPage.isLinkedToInstagram = false;
	expect((await test('instagramPage')).message).toMatch(
		/No Instagram account is linked to the Page/,
	);
});

it('both ways Meta writes its answer', async () => {
	sandbox.settings.wrapsInstagramMe = true;
	expect((await test('instagramLogin')).status).toBe('OK');
});

describe('the app behind the token', () => {
	const FLAVOURS = ['instagramLogin', 'instagramPage', 'messenger'] as const;
	const app = ({ appId, appSecret } = sandbox.accounts.messenger) => ({ appId, appSecret });
	/** As with Meta itself, where each call carries a proof made from the secret. */
	const atMeta = { baseUrl: '' };

	it.each(FLAVOURS)('is proven (%s)', async (flavour) => {
		const right = app(sandbox.accounts[flavour]);
		expect((await test(flavour, right)).status).toBe('OK');
		expect((await test(flavour, { ...right, ...atMeta })).status).toBe('OK');
		// The first is the app's own, whatever else may sign webhooks.
		const several = { ...right, appSecret: `${right.appSecret}, of-the-instagram-app` };
		expect((await test(flavour, several)).status).toBe('OK');
		const inWrongOrder = { ...right, appSecret: `of-the-instagram-app, ${right.appSecret}` };
		expect((await test(flavour, inWrongOrder)).message).toMatch(/goes first$/);
	});

	it.each(FLAVOURS)('with a wrong secret (%s)', async (flavour) => {
		const wrong = { ...app(sandbox.accounts[flavour]), appSecret: 'wrong-secret' };
		for (const changes of [wrong, { ...wrong, ...atMeta }]) {
			const { status, message } = await test(flavour, changes);
			expect([status, message]).toEqual([
				'Error',
				expect.stringMatching(
					/^Meta does not accept 'App Secret' for the app in 'App ID'\. Copy both from .* App settings > Basic/,
				),
			]);
			expect(message).not.toContain('wrong-secret');
		}
	});

	it.each(FLAVOURS)('with the id of no app (%s)', async (flavour) => {
		const unknown = { ...app(sandbox.accounts[flavour]), appId: '1999999999999999' };
		expect((await test(flavour, unknown)).message).toMatch(
			/^Meta knows no app with the 'App ID'.*Instagram app ID is another one$/,
		);
	});

	it.each(['instagramPage', 'messenger'] as const)(
		'without its id, by the proof that calls carry (%s)',
		async (flavour) => {
			const { appSecret } = app(sandbox.accounts[flavour]);
			expect((await test(flavour, { ...atMeta, appSecret })).status).toBe('OK');
			expect((await test(flavour, { ...atMeta, appSecret: 'wrong-secret' })).message).toMatch(
				/^Meta does not accept 'App Secret' for this access token\. Copy 'App Secret'/,
			);
			// Another refusal of the same code is not laid at the secret's door.
			sandbox.faults.add({ path: /\/me$/, times: 9, effect: { error: 'unknownField' } });
			expect((await test(flavour, { ...atMeta, appSecret })).message).not.toContain('App Secret');
		},
	);

	it('that is another one than the token was made with', async () => {
		const { instagramPage } = sandbox.accounts;
		expect((await test('messenger', app(instagramPage))).message).toMatch(
			/^The access token was made with another app than the one in 'App ID'\. Copy 'App ID'/,
		);
	});

	it('of a token for Instagram in the Messenger credential', async () => {
		const { instagramPage } = sandbox.accounts;
		const scopes = ['instagram_basic', 'instagram_manage_messages'];
		const pageAccessToken = sandbox.addToken(instagramPage, 'valid', { scopes });
		const { pageId } = instagramPage;
		const { message } = await test('messenger', { pageAccessToken, pageId, ...app(instagramPage) });
		expect(message).toMatch(
			/^This Page token is for Instagram: it lacks the permission pages_messaging\. Use it in a Svara Instagram/,
		);
	});

	it('of a token without the permission for messages', async () => {
		for (const flavour of ['instagramPage', 'messenger'] as const) {
			const changes = { ...token(flavour, 'missingPermission'), ...app(sandbox.accounts[flavour]) };
			expect((await test(flavour, changes)).message).toMatch(
				/^This token lacks the permission (instagram_manage_messages|pages_messaging)\. Make/,
			);
		}
	});

	it.each(FLAVOURS)('is not asked about through a gateway (%s)', async (flavour) => {
		const account = sandbox.accounts[flavour];
		const { accessToken, baseUrl } = sandbox.connectGateway(account);
		const field = flavour === 'messenger' ? 'pageAccessToken' : 'accessToken';
		const { status } = await test(flavour, {
			[field]: accessToken,
			baseUrl,
			appId: account.appId,
			appSecret: 'the-gateways-own',
		});
		expect(status).toBe('OK');
	});
});

it('speaks of no sending where Meta cannot be asked', async () => {
	sandbox.faults.add({ path: /\/me$/, times: 9, effect: { error: 'unexpected' } });
	const { message } = await test('messenger');
	expect(message).toMatch(/did not answer properly\. .*try again in a few minutes$/);
	expect(message).not.toMatch(/sen[dt]|item/);
});
