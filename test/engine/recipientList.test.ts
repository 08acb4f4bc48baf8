import { Readable } from 'node:stream';

import { NodeApiError, type ILoadOptionsFunctions, type INodeListSearchResult } from 'n8n-workflow';

import { SvaraVoiceNote } from '../../nodes/SvaraVoiceNote/SvaraVoiceNote.node';
import type { Flavour, TokenState } from '../../sandbox';
import { FLAVOURS, useStage } from './stage';

const stage = useStage();

/** n8n's request helper as far as the list needs it. */
async function httpRequest({ url, headers }: { url: string; headers: Record<string, string> }) {
	const response = await fetch(url, { headers });
	const body = Readable.from([Buffer.from(await response.arrayBuffer())]);
	return { statusCode: response.status, headers: Object.fromEntries(response.headers), body };
}

async function list(
	flavour: Flavour,
	{
		filter = '',
		token = 'valid',
		baseUrl = stage.sandbox.baseUrl(flavour),
	}: { filter?: string; token?: TokenState; baseUrl?: string } = {},
): Promise<INodeListSearchResult['results']> {
	const account = stage.sandbox.accounts[flavour];
	const context = {
		getCurrentNodeParameter: () => (flavour === 'messenger' ? 'messenger' : 'instagram'),
		getCredentials: async () => ({
			loginType: flavour === 'instagramLogin' ? 'instagram' : 'facebook',
			accessToken: account.tokens[token],
			pageAccessToken: account.tokens[token],
			igUserId: account.igUserId,
			baseUrl,
		}),
		getNode: () => ({ name: 'Voice' }),
		getTimezone: () => 'UTC',
		// Node 20 has no SQLite for the ledger, and the first to ask is told so.
		logger: { warn: () => {} },
		helpers: { httpRequest },
	} as unknown as ILoadOptionsFunctions;
	const { searchCustomers } = new SvaraVoiceNote().methods.listSearch;
	return (await searchCustomers.call(context, filter)).results;
}

/** What is said of a customer behind their name; '' where nothing is. */
async function windowOf(flavour: Flavour, id: string): Promise<string> {
	const found = (await list(flavour)).find(({ value }) => value === id);
	return found?.name.split(' · ')[1] ?? '';
}

const sendTexts = async (flavour: Flavour, count: number) =>
	await stage.run(
		flavour,
		{ parameters: { resource: 'message', operation: 'sendText', text: 'An answer' } },
		Array.from({ length: count }, () => ({ json: {} })),
	);

describe.each(FLAVOURS)('the recipient’s list on %s', (flavour) => {
	const recipients = () => stage.sandbox.accounts[flavour].recipients;

	it('shows people the account has talked to, and how long they may be answered', async () => {
		const shown = (role: keyof ReturnType<typeof recipients>, says: string) => {
			const { id, name, username } = recipients()[role];
			const called = flavour === 'messenger' ? name : username;
			return { name: expect.stringMatching(`^${called} · ${says}$`), value: id };
		};
		const moment = String.raw`\(until \d+ \w+, \d\d:\d\d\)`;
		expect(await list(flavour)).toEqual(
			expect.arrayContaining([
				shown('open', `open, 2[23] h left ${moment}`),
				shown('windowClosed', String.raw`closed, person may answer 5 d \(until \d+ \w+\)`),
				shown('windowLongClosed', 'closed'),
			]),
		);
	});

	it('is searched by name and by id, not by what is said of the window', async () => {
		const { id } = recipients().open;
		const ids = async (filter: string) =>
			(await list(flavour, { filter })).map(({ value }) => value);
		expect(await ids('ASHA')).toEqual([id]);
		expect(await ids(id)).toEqual([id]);
		expect(await ids('closed')).toEqual([]);
	});

	it('counts from the customer’s own message, never from an answer', async () => {
		const { open, windowClosed } = recipients();
		const before = await windowOf(flavour, open.id);
		await sendTexts(flavour, 2);
		expect(await windowOf(flavour, open.id)).toBe(before);

		stage.sandbox.customerWrites(windowClosed);
		expect(await windowOf(flavour, windowClosed.id)).toMatch(/^open, 2[34] h left/);
	});

	it('claims nothing where the customer’s last message is not among the newest', async () => {
		await sendTexts(flavour, 5);
		expect(await windowOf(flavour, recipients().open.id)).toBe('');
	});

	it.each(['readTimedOut', 'unknownField'] as const)(
		'shows the people alone where Meta answers %s',
		async (error) => {
			stage.sandbox.faults.add({ path: /\/conversations$/, effect: { error } });
			const results = await list(flavour);
			expect(results.length).toBeGreaterThan(2);
			for (const { name } of results) expect(name).not.toContain('·');
		},
	);

	it.each<[TokenState, RegExp, RegExp]>([
		[
			'expired',
			/^The access token has expired$/,
			/^Create a new token .*Access Token' of the cred/,
		],
		['missingPermission', /^The access token lacks a permission for messages$/, /^Check that/],
	])('says what to do about a token: %s', async (token, what, fix) => {
		const refusal = await list(flavour, { token }).catch((thrown: unknown) => thrown);
		// n8n passes on the description of this class alone.
		expect(refusal).toBeInstanceOf(NodeApiError);
		expect(refusal).toMatchObject({
			message: expect.stringMatching(what),
			description: expect.stringMatching(fix),
		});
	});

	it('says that Meta limits the account, and does not wait a minute for that to end', async () => {
		const { id } = stage.sandbox.accounts[flavour];
		const usage = [{ type: 'messenger', estimated_time_to_regain_access: 1 }];
		stage.sandbox.faults.add({
			path: /\/conversations$/,
			times: Infinity,
			effect: {
				error: { code: 613 },
				headers: { 'X-Business-Use-Case-Usage': JSON.stringify({ [id]: usage }) },
			},
		});
		// Met by the call itself, then by the pause that it asked for.
		for (let look = 0; look < 2; look++) await expect(list(flavour)).rejects.toThrow(/Meta.*limit/);
	});

	it('does not speak of sending where nothing answers', async () => {
		const refusal = await list(flavour, { baseUrl: 'http://127.0.0.1:1' }).catch(
			(thrown: unknown) => thrown as NodeApiError,
		);
		const { message, description } = refusal as NodeApiError;
		expect(`${message}. ${description}`).toMatch(/could not be reached.*try again/);
		expect(`${message}. ${description}`).not.toMatch(/sen[dt]|item/);
	});
});
