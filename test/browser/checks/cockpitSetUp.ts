import assert from 'node:assert/strict';

import type { Check } from '../../e2e/runSuite';
import { startCallback } from '../../sandbox/callback';
import { send, text } from '../../sandbox/support';
import { withCockpit } from '../cockpit';
import type { Stage } from '../stage';

/** The tab "Set up": what goes into n8n, and what the terminal tells. */
export const checkCockpitSetUp: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('each field of a credential is copied, and the ids of recipients', () =>
		withCockpit(stage, async (cockpit) => {
			const { messenger, instagramLogin } = sandbox.accounts;
			const { panel } = cockpit;
			const card = panel.locator('details.credential', { hasText: 'Svara Facebook Messenger API' });
			await card.locator('summary').first().click();
			const expected = {
				'Page Access Token': messenger.tokens.valid,
				'Page ID': messenger.pageId,
				'App ID': messenger.appId,
				'App Secret': messenger.appSecret,
				'Verify Token': messenger.verifyToken,
				'Base URL': sandbox.baseUrl('messenger'),
			};
			for (const [label, value] of Object.entries(expected)) {
				await card.getByRole('button', { name: `Copy ${label} of` }).click();
				await card.getByText('Copied').waitFor();
				assert.deepEqual([label, await cockpit.clipboard()], [label, value]);
				await card.getByText('Copied').waitFor({ state: 'detached' });
			}
			await card.getByText('Recipients').click();
			await card.getByRole('button', { name: 'Copy Asha Rao' }).click();
			await card.getByText('Copied').waitFor();
			assert.equal(await cockpit.clipboard(), messenger.recipients.open.id);
			await card.getByText('Copied').waitFor({ state: 'detached' });
			await card.getByText('Tokens that Meta refuses').click();
			await card.getByRole('button', { name: 'Copy Expired' }).click();
			await card.getByText('Copied').waitFor();
			assert.equal(await cockpit.clipboard(), messenger.tokens.expired);
			await cockpit.look('cockpit-credentials');

			await panel.getByRole('checkbox', { name: instagramLogin.name }).click();
			const gateway = panel.locator('details.credential', { hasText: 'through HookMyApp' });
			await gateway.getByRole('button', { name: 'Copy Access Token' }).click();
			await gateway.getByText('Copied').waitFor();
			assert.equal(await cockpit.clipboard(), instagramLogin.gateway?.accessToken);
			await panel.getByRole('checkbox', { name: instagramLogin.name }).click();
			await gateway.waitFor({ state: 'detached' });
			assert.equal(instagramLogin.gateway, undefined);
		}),
	);

	await report.check(
		'a trigger is connected; how it was asked and what it said is shown',
		async () => {
			const callback = await startCallback();
			try {
				await withCockpit(stage, async (cockpit) => {
					const { panel } = cockpit;
					await cockpit.choose('messenger');
					await panel.getByLabel('URL of Svara Trigger').fill(callback.url);
					await cockpit.button('Connect').click();
					await panel.getByText('Meta would refuse this callback').waitFor();
					assert.match(
						await panel.locator('.verdict').innerText(),
						/hub\.mode=subscribe[\s\S]*403[\s\S]*What to do[\s\S]*verify tokens differ/,
					);
					await cockpit.look('cockpit-handshake-refused');
					await panel.getByRole('textbox', { name: 'Verify Token' }).fill(callback.verifyToken);
					await panel.getByRole('checkbox', { name: /messaging_postbacks/ }).check();
					await cockpit.button('Connect').click();
					await panel.getByText('Meta accepts this callback').waitFor();
					await cockpit.button('Send a test event').click();
					await panel.getByText('Meta counts it as delivered.').waitFor();
					assert.equal(callback.received.length, 1);
					await cockpit.look('cockpit-connected');
				});
			} finally {
				await callback.close();
			}
		},
	);

	await report.check('it tells what the terminal tells, and starts over', () =>
		withCockpit(stage, async (cockpit, page) => {
			const { panel } = cockpit;
			await panel.getByText('The same with curl').click();
			await cockpit.button(/^Copy the command: Let a day pass/).click();
			await panel.getByText('Copied').waitFor();
			assert.ok((await cockpit.clipboard()).includes(`${sandbox.url}/_sandbox/clock/advance`));
			await cockpit.button('Start over').scrollIntoViewIfNeeded();
			await cockpit.look('cockpit-terminal');
			await send(sandbox, 'messenger', text('one'));
			page.once('dialog', (dialog) => void dialog.accept());
			await cockpit.button('Start over').click();
			await cockpit.openTab('Log');
			await panel.getByText('Nothing yet.').waitFor();
			assert.deepEqual(sandbox.messages, []);
		}),
	);
};
