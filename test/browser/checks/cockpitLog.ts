import assert from 'node:assert/strict';

import type { Check } from '../../e2e/runSuite';
import { startCallback } from '../../sandbox/callback';
import { call, send, text } from '../../sandbox/support';
import { hasCount, withCockpit } from '../cockpit';
import type { Stage } from '../stage';

/** The tab "Log": what came and went. */
export const checkCockpitLog: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check(
		'requests and webhooks are shown whole, copied, and delivered again',
		async () => {
			const callback = await startCallback();
			try {
				await withCockpit(stage, async (cockpit) => {
					const account = sandbox.accounts.messenger;
					await sandbox.webhooks.setInDashboard(account, {
						callbackUrl: callback.url,
						verifyToken: callback.verifyToken,
					});
					sandbox.webhooks.subscribeAccount(account);
					sandbox.customer(account, account.recipients.open).writes('Is it "ready"?');
					await sandbox.webhooks.idle();
					await call(sandbox, 'instagramLogin', '/me', { method: 'GET' });
					const effect = { kind: 'deliver-then-500', body: 'graph' } as const;
					sandbox.faults.add({ path: /messages$/, effect });
					await send(sandbox, 'messenger', text('one'));

					const { panel } = cockpit;
					await cockpit.openTab('Log');
					const entries = panel.locator('details.entry');
					await hasCount(entries, 3);
					await cockpit.look('cockpit-log');
					await panel.getByLabel('Search').fill('Is it');
					await hasCount(entries, 1);
					await entries.locator('summary').first().click();
					await panel.getByText('"Is it \\"ready\\"?"').waitFor();
					await cockpit.button('Copy as curl').click();
					await panel.getByText('Copied').waitFor();
					const signature = sandbox.webhooks.deliveries[0]?.headers['X-Hub-Signature-256'];
					assert.ok(signature && (await cockpit.clipboard()).includes(signature));
					await cockpit.button('Deliver again').click();
					await hasCount(entries, 2);
					const [first, second] = callback.received;
					assert.deepEqual(second?.body, first?.body);
					await cockpit.look('cockpit-log-webhook');

					await panel.getByLabel('Search').fill('');
					await panel.getByLabel('Show').selectOption('request');
					await cockpit.choose('messenger');
					await hasCount(entries, 1);
					await entries.locator('summary').first().click();
					await panel.getByRole('heading', { name: 'What Meta would have said: 200' }).waitFor();
					assert.ok(!(await panel.innerText()).includes(account.tokens.valid));
					await cockpit.button('Copy as curl').click();
					await panel.getByText('Copied').waitFor();
					assert.ok((await cockpit.clipboard()).includes('Bearer $ACCESS_TOKEN'));
					await panel.getByText('Copied').waitFor({ state: 'detached' });
					await panel.getByLabel('With the token').check();
					await cockpit.button('Copy as curl').click();
					await panel.getByText('Copied').waitFor();
					assert.ok((await cockpit.clipboard()).includes(account.tokens.valid));
					await cockpit.look('cockpit-log-request');
				});
			} finally {
				await callback.close();
			}
		},
	);
};
