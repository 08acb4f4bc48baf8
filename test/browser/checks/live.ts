import type { Page } from 'playwright-core';

import { startSandbox, type Sandbox } from '../../../sandbox';
import type { Check } from '../../e2e/runSuite';
import { Account } from '../sending';
import { openThread, screenshot, withPage, type Stage } from '../stage';

/** The page keeps up with the sandbox, whatever happens to either. */
export const checkLive: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('a page that was open hears of a sandbox started again', () =>
		restarted(stage, { isTokenKept: true }, async (page, start) => {
			await page.getByText('The sandbox does not answer').waitFor();
			const second = await start();
			await page.getByText('Live', { exact: true }).waitFor();
			await page.locator('.bubble').getByText('Before').waitFor({ state: 'detached' });
			await new Account(second, 'messenger').says({ text: 'After' });
			await page.locator('.bubble').getByText('After').waitFor();
		}),
	);

	await report.check('with another token it says where the new link stands', () =>
		restarted(stage, { isTokenKept: false }, async (page, start) => {
			const second = await start();
			await page.getByText('Open the link that the sandbox printed').waitFor();
			await screenshot(page, 'signed-out');
			await page.goto(second.pageUrl);
			await page.getByText('Live', { exact: true }).waitFor();
		}),
	);

	await report.check('two pages of one sandbox show the same', () =>
		withPage(stage, async (page) => {
			await openThread(page, sandbox, 'messenger');
			const other = await page.context().newPage();
			await other.goto(sandbox.pageUrl);
			await openThread(other, sandbox, 'messenger');
			const field = page.getByRole('textbox', { name: 'Message from Asha Rao' });
			await field.fill('From the first');
			await field.press('Enter');
			await other.locator('.bubble').getByText('From the first').waitFor();
			await page.getByRole('tab', { name: 'Faults' }).click();
			await other.getByRole('tab', { name: 'Faults' }).click();
			await page.locator('button.preset').first().click();
			await other.locator('.armed li').waitFor();
			await other.getByRole('button', { name: /^Remove / }).click();
			await page.locator('.armed li').waitFor({ state: 'detached' });
		}),
	);

	await report.check('ten thousand messages are no burden', () =>
		withPage(stage, async (page) => {
			const { messenger } = sandbox.accounts;
			const asha = sandbox.customer(messenger, messenger.recipients.open);
			for (let count = 1; count <= 10_000; count += 1) asha.writes(`Message ${count}`);
			await openThread(page, sandbox, 'messenger');
			await page.locator('.bubble').getByText('Message 10000', { exact: true }).waitFor();
			await page.getByRole('button', { name: 'Show earlier messages' }).click();
			await page.locator('.bubble').getByText('Message 9801', { exact: true }).waitFor();
			await new Account(sandbox, 'messenger').says({ text: 'Still here' });
			await page.locator('.bubble').getByText('Still here').waitFor();
		}),
	);
};

/**
 * A page open on a thread, whose sandbox has just ended.
 * @param use gets what starts another at the same address
 */
async function restarted(
	stage: Stage,
	{ isTokenKept }: { isTokenKept: boolean },
	use: (page: Page, start: () => Promise<Sandbox>) => Promise<void>,
): Promise<void> {
	const first = await startSandbox();
	const options = {
		port: Number(new URL(first.url).port),
		...(isTokenKept ? { controlToken: first.controlToken } : {}),
	};
	let second: Sandbox | undefined;
	try {
		await withPage({ ...stage, sandbox: first }, async (page) => {
			await openThread(page, first, 'messenger');
			await new Account(first, 'messenger').says({ text: 'Before' });
			await page.locator('.bubble').getByText('Before').waitFor();
			await first.close();
			await use(page, async () => (second = await startSandbox(options)));
		});
	} finally {
		await first.close();
		await second?.close();
	}
}
