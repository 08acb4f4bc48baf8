import type { IDataObject } from 'n8n-workflow';

import type { SandboxAccount } from '../../sandbox';
import { useStage } from './stage';
import { workflowWith } from './workflow';

const stage = useStage();

const DAY_MS = 24 * 3_600_000;

/** Of its own for each test: the ledger remembers for a day which tokens it has tried to renew. */
let account: SandboxAccount;

beforeEach(() => {
	account = stage.sandbox.addAccount('instagramLogin');
	stage.engine.logs.splice(0);
});

/** Saves a credential that renews its token, and returns a way to send texts with it. */
function useRenewing(overrides: IDataObject = {}) {
	const { engine, sandbox } = stage;
	const fields = {
		loginType: 'instagram',
		accessToken: pastedToken(),
		igUserId: account.igUserId,
		baseUrl: sandbox.baseUrl('instagramLogin'),
		renewAutomatically: true,
		...overrides,
	};
	const credentials = { svaraInstagramApi: engine.setCredential('svaraInstagramApi', fields) };
	const parameters = {
		platform: 'instagram',
		resource: 'message',
		operation: 'sendText',
		recipientId: { __rl: true, mode: 'id', value: account.recipients.open.id },
		text: 'Good morning',
	};
	return async (json: IDataObject[] = [{}]) => {
		const items = json.map((each) => ({ json: each }));
		const run = await engine.run(workflowWith(parameters, { credentials }), items);
		expect(run.error).toBeUndefined();
	};
}

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

const renewals = () =>
	stage.sandbox.requests.filter(({ path }) => path.endsWith('/refresh_access_token'));

/** The token of each message, oldest first. */
const tokensUsed = () =>
	stage.posts().map(({ headers }) => String(headers.authorization).replace('Bearer ', ''));

const warnings = () =>
	stage.engine.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);

const pastedToken = () => account.tokens.valid;

/** Days pass, and the customer writes again. */
function pass(days: number): void {
	const { clock } = stage.sandbox;
	clock.advance(days * DAY_MS);
	account.recipients.open.lastWroteAt = clock.now();
}

it('goes on with a new token when the pasted one has died', async () => {
	const send = useRenewing();
	pass(30);
	await send();
	pass(31);
	await send();

	expect(renewals()).toHaveLength(1);
	const [first, second] = tokensUsed();
	expect(first).toBe(pastedToken());
	expect(second).not.toBe(pastedToken());
	expect(stage.sandbox.messages).toHaveLength(2);
	expect(JSON.stringify(stage.engine.logs)).not.toContain(second);
});

it('renews once for many items at once, and not again within a week', async () => {
	const send = useRenewing();
	await send(Array.from({ length: 10 }, () => ({})));
	await send();
	expect(renewals()).toHaveLength(1);
	expect(stage.sandbox.messages).toHaveLength(11);
});

it.each([
	['a credential that does not ask for it', { renewAutomatically: false }],
	['a token renewed six days ago', { renewedAt: daysAgo(6) }],
])('leaves alone %s', async (_what, fields) => {
	await useRenewing(fields)();
	expect(renewals()).toHaveLength(0);
});

it('renews a token again after a week', async () => {
	await useRenewing({ renewedAt: daysAgo(8) })();
	expect(renewals()).toHaveLength(1);
});

it('sends all the same when Meta renews nothing, says why in the log, and asks no more that day', async () => {
	const send = useRenewing();
	stage.sandbox.faults.add({ path: /refresh_access_token$/, effect: 'reset-before-reading' });
	await send();
	await send();
	expect(stage.sandbox.messages).toHaveLength(2);
	expect(renewals()).toHaveLength(1);
	expect(warnings()).toEqual([
		expect.stringMatching(
			/^Svara did not renew the access token of an Instagram credential: .+\.$/,
		),
	]);
	expect(warnings()[0]).not.toContain(pastedToken());
});

it('says that a token from an expression cannot be stored, and leaves the expression', async () => {
	const send = useRenewing({ accessToken: '={{ $json.token }}' });
	await send([{ token: pastedToken() }]);
	await send([{ token: pastedToken() }]);
	expect(tokensUsed()).toEqual([pastedToken(), pastedToken()]);
	expect(warnings()).toEqual([expect.stringContaining("If 'Access Token' is an expression")]);
});
