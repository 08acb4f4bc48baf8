import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { Flavour } from '../../sandbox';
import type { WorkflowDefinition } from './harness';
import { useAccount, useStage } from './stage';

const EXAMPLES = resolve(__dirname, '../../../examples');

const read = (name: string): WorkflowDefinition =>
	JSON.parse(readFileSync(resolve(EXAMPLES, name), 'utf8')) as WorkflowDefinition;

const stage = useStage();

const DAY_MS = 24 * 3_600_000;

describe('keep-token-alive', () => {
	const run = async (flavour: Flavour, account: IDataObject = {}) => {
		useAccount(stage.engine, stage.sandbox, flavour, account);
		const result = await stage.engine.run(read('keep-token-alive.json'), [{ json: {} }]);
		expect(result.error).toBeUndefined();
		const warnings = result.runData['Tell Somebody'] ? result.items('Tell Somebody') : [];
		return {
			isWell: result.runData['All Is Well'] !== undefined,
			warnings: warnings.map(({ json }) => json.warning),
			result,
		};
	};

	/** A Page's token that ends so many days from now, with what it takes to find that out. */
	const pageTokenFor = (days: number): IDataObject => {
		const account = stage.sandbox.accounts.instagramPage;
		const { appId, appSecret } = account;
		const expiresAt = Date.now() + days * DAY_MS;
		return {
			appId,
			appSecret,
			accessToken: stage.sandbox.addToken(account, 'valid', { expiresAt }),
		};
	};

	it('has a token of Instagram login renewed, tells nobody, and shows no token', async () => {
		const account = stage.sandbox.addAccount('instagramLogin');
		const { igUserId, tokens } = account;
		const fields = { igUserId, accessToken: tokens.valid, renewAutomatically: true };
		const { isWell, warnings, result } = await run('instagramLogin', fields);
		expect({ isWell, warnings }).toEqual({ isWell: true, warnings: [] });
		expect(stage.sandbox.requests.map(({ path }) => path)).toContainEqual(
			expect.stringMatching(/refresh_access_token$/),
		);
		expect(JSON.stringify(result.runData)).not.toMatch(/IG[A-Z]+[0-9a-f]{20}/);
	});

	it('asks for the switch that renews it, where that is off', async () => {
		const { isWell, warnings } = await run('instagramLogin');
		expect(isWell).toBe(false);
		expect(warnings).toEqual([
			expect.stringMatching(/svara\.demo is not renewed by n8n\. Switch on Renew Token/),
		]);
	});

	it('warns of a token whose last renewal was 50 days ago', async () => {
		const renewedAt = new Date(Date.now() - 50 * DAY_MS).toISOString();
		const { warnings } = await run('instagramLogin', { renewedAt });
		expect(warnings).toEqual([expect.stringMatching(/svara\.demo ends 20\d\d-/)]);
	});

	it("leaves a Page's token alone that does not expire, or not soon", async () => {
		const { appId, appSecret } = stage.sandbox.accounts.instagramPage;
		expect(await run('instagramPage', { appId, appSecret })).toMatchObject({ isWell: true });
		expect(await run('instagramPage', pageTokenFor(30))).toMatchObject({ isWell: true });
	});

	it("warns of a Page's token that ends within two weeks", async () => {
		const { warnings } = await run('instagramPage', pageTokenFor(5));
		expect(warnings).toEqual([expect.stringMatching(/ends 20\d\d-/)]);
	});

	it.each(['expired', 'passwordChanged'] as const)(
		'warns of a token that is dead: %s',
		async (state) => {
			const accessToken = stage.sandbox.accounts.instagramLogin.tokens[state];
			const { warnings } = await run('instagramLogin', { accessToken });
			expect(warnings).toEqual([expect.stringMatching(/needs a person: .*Create a new token/)]);
		},
	);
});
