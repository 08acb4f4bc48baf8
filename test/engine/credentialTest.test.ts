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
			const response = await axios.request<unknown>({
				url: uri,
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
