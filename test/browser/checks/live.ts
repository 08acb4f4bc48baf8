import type { Check } from '../../e2e/runSuite';
import { startSandbox } from '../../../sandbox';
import { Account } from '../sending';
import { openThread, withPage, type Stage } from '../stage';

/** The page keeps up with the sandbox, whatever happens to either. */
export const checkLive: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('a page that was open hears of a sandbox started again', async () => {
		const first = await startSandbox();
		const port = Number(new URL(first.url).port);
		try {
			await withPage({ ...stage, sandbox: first }, async (page) => {
				await openThread(page, first, 'messenger');
				await new Account(first, 'messenger').says({ text: 'Before' });
				await page.locator('.bubble').getByText('Before').waitFor();
				await first.close();
				await page.getByText('The sandbox does not answer').waitFor();
				const second = await startSandbox({ port });
				try {
					await page.getByText('Live', { exact: true }).waitFor();
					await page.locator('.bubble').getByText('Before').waitFor({ state: 'detached' });
					await new Account(second, 'messenger').says({ text: 'After' });
					await page.locator('.bubble').getByText('After').waitFor();
				} finally {
					await second.close();
				}
			});
		} finally {
			await first.close();
		}
	});

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
