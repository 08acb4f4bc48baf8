import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { WorkflowDefinition } from './harness';
import { useAccount, useStage } from './stage';

const EXAMPLES = resolve(__dirname, '../../../examples');

const read = (name: string): WorkflowDefinition =>
	JSON.parse(readFileSync(resolve(EXAMPLES, name), 'utf8')) as WorkflowDefinition;

const stage = useStage();

describe('keep-token-alive', () => {
	const run = async (flavour: 'instagramLogin' | 'instagramPage', account: IDataObject = {}) => {
		useAccount(stage.engine, stage.sandbox, flavour, account);
		const result = await stage.engine.run(read('keep-token-alive.json'), [{ json: {} }]);
		expect(result.error).toBeUndefined();
		return {
			refreshed: result.runData['Refresh Token'] !== undefined,
			warnings: result.items('Tell Somebody').map(({ json }) => json.warning),
			result,
		};
	};

	it('gets a new token for Instagram login, and says so without showing it', async () => {
		const { refreshed, warnings, result } = await run('instagramLogin');
		expect(refreshed).toBe(true);
		expect(warnings).toEqual([
			expect.stringMatching(/refreshed the token of svara\.demo: the new one is good until 20/),
		]);
		expect(JSON.stringify(result.runData)).not.toMatch(/IG[A-Z]+[0-9a-f]{20}/);
	});

	it('leaves a token alone that does not expire', async () => {
		const { appId, appSecret } = stage.sandbox.accounts.instagramPage;
		const { refreshed, warnings } = await run('instagramPage', { appId, appSecret });
		expect(refreshed).toBe(false);
		expect(warnings).toEqual([]);
	});

	it.each(['expired', 'passwordChanged'] as const)(
		'warns of a token that is dead: %s',
		async (state) => {
			const accessToken = stage.sandbox.accounts.instagramLogin.tokens[state];
			const { warnings } = await run('instagramLogin', { accessToken });
			expect(warnings).toEqual([expect.stringMatching(/needs a person: .*Create a new token/)]);
		},
	);

	it('warns of a token that cannot be refreshed', async () => {
		const account = stage.sandbox.accounts.instagramLogin;
		const accessToken = stage.sandbox.addToken(account, 'valid', { issuedAt: Date.now() });
		const { refreshed, warnings } = await run('instagramLogin', { accessToken });
		expect(refreshed).toBe(true);
		expect(warnings).toEqual([expect.stringMatching(/needs a person: .*24 hours/)]);
	});
});
