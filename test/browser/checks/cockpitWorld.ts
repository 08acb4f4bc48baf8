import assert from 'node:assert/strict';

import { eventually } from '../../e2e/eventually';
import type { Check } from '../../e2e/runSuite';
import { send, text } from '../../sandbox/support';
import { hasCount, withCockpit } from '../cockpit';
import type { Stage } from '../stage';

/** The tabs "Time" and "Faults": what the world is like, and what goes wrong in it. */
export const checkCockpitWorld: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('the clock moves, and a customer writes again', () =>
		withCockpit(stage, async (cockpit) => {
			const { panel } = cockpit;
			await cockpit.openTab('Time');
			await cockpit.choose('messenger');
			const asha = panel.getByRole('listitem').filter({ hasText: 'Asha Rao' });
			await asha.getByText(/^Open for 2\d h/).waitFor();
			await cockpit.button('24 hours pass').click();
			await asha.getByText(/^Human agent only, for 5 d/).waitFor();
			await cockpit.button('7 days pass').click();
			await asha.getByText(/^Closed for 7 d/).waitFor();
			await cockpit.button('1 hour passes').click();
			await panel.getByLabel('How much time passes').fill('45');
			await cockpit.button('Let it pass').click();
			// 8 days, 1 hour and 45 minutes.
			await panel.getByText('8 d 1 h ahead of the machine').waitFor();
			await asha.getByRole('button', { name: 'Asha Rao writes again' }).click();
			await asha.getByText(/^Open for (24 h|23 h 59 min) more/).waitFor();
			await cockpit.look('cockpit-time');
			await asha.getByLabel('Blocked the account').click();
			await asha.getByLabel('Another app is in charge').click();
			const { open } = sandbox.accounts.messenger.recipients;
			await eventually(
				'Asha is blocked and with another app',
				async () => !open.isAvailable && open.threadOwner === 'otherApp',
			);
		}),
	);

	await report.check('every fault is armed by one click, shows what it did, and is removed', () =>
		withCockpit(stage, async (cockpit) => {
			const { panel } = cockpit;
			await cockpit.openTab('Faults');
			await cockpit.choose('messenger');
			const presets = panel.locator('button.preset');
			await presets.first().waitFor();
			await cockpit.look('cockpit-presets');
			const count = await presets.count();
			assert.ok(count > 15, `${count} presets`);
			const armed = panel.locator('.armed li');
			for (let at = 0; at < count; at += 1) {
				await presets.nth(at).click();
				await hasCount(armed, at + 1);
			}
			await cockpit.look('cockpit-faults');
			await cockpit.button('Remove all').click();
			await panel.getByText("Nothing. Every call is answered by Meta's rules.").waitFor();

			await presets.filter({ hasText: 'Customer blocked the account' }).click();
			await hasCount(armed, 1);
			assert.equal((await send(sandbox, 'messenger', text('hi'))).error.code, 551);
			await panel.getByText('Struck 1 call, used up').waitFor();
			await cockpit.button(/^Remove Customer blocked/).click();
			await panel.getByText('Nothing. Every call').waitFor();

			await presets.filter({ hasText: 'the answer is slow' }).click();
			await hasCount(armed, 1);
			const answer = send(sandbox, 'messenger', text('hi'));
			await cockpit.button('Answer now').click();
			assert.equal((await answer).status, 200);

			await panel.getByLabel('The app may write to everybody').click();
			await eventually(
				'the access is gone',
				async () => !sandbox.accounts.messenger.hasAdvancedAccess,
			);
		}),
	);
};
