import assert from 'node:assert/strict';

import { eventually } from '../../e2e/eventually';
import type { Check } from '../../e2e/runSuite';
import { Account } from '../sending';
import { DESKTOP, openThread, PHONE, rowOf, screenshot, withPage, type Stage } from '../stage';
import { violationsOf } from '../violations';

const RTL_OVERRIDE = '\u202e';

/** What nobody writes, but somebody will. */
const HOSTILE = {
	'ten-thousand-characters': 'Wort'.repeat(2500),
	'right-to-left': `${RTL_OVERRIDE}gnp.exe and שלום عالم`,
	emoji: '👩‍👩‍👧‍👦🏳️‍🌈'.repeat(60),
	'stacked-accents': `Z${'\u0300'.repeat(200)}algo`,
	'many-lines': 'line\n'.repeat(300),
};

/** Whatever comes, the page stays usable and as wide as the screen. */
export const checkAttacks: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('markup that somebody writes stays text', () =>
		withPage(stage, async (page) => {
			const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
			await openThread(page, sandbox, 'messenger');
			await new Account(sandbox, 'messenger').says({ text: markup });
			await page.locator('.bubble').getByText(markup, { exact: true }).waitFor();
			assert.equal(await page.locator('.message img').count(), 0);
			assert.equal(await page.title(), 'Svara sandbox');
		}),
	);

	await report.check('long, reversed and stacked words stay within their bubble', () =>
		withPage(stage, async (page) => {
			const { messenger } = sandbox.accounts;
			const { open } = messenger.recipients;
			open.name = `Asha Rao ${RTL_OVERRIDE}${'Wolfeschlegelsteinhausen'.repeat(4)}`;
			messenger.name = `Svara ${'Messenger'.repeat(12)}`;
			const asha = sandbox.customer(messenger, open);
			await page.getByText('Wolfeschlegelstein').first().click();
			for (const [name, words] of Object.entries(HOSTILE)) {
				const { messageId } = asha.writes(words);
				await page.locator(`[data-message="${messageId}"]`).waitFor();
				await screenshot(page, `hostile-${name}`);
				await page.setViewportSize(PHONE);
				await screenshot(page, `hostile-${name}-phone`);
				for (const area of ['.app', '.scroll', '.conversations', '.thread header']) {
					const beyond = await page.evaluate(
						`(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('${area}'))`,
					);
					assert.deepEqual([name, area, beyond], [name, area, 0]);
				}
				await page.setViewportSize(DESKTOP);
			}
			for (const tab of ['Time', 'Faults', 'Log', 'Set up']) {
				await page.getByRole('tab', { name: tab }).click();
				const beyond = await page
					.getByRole('tabpanel')
					.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
				assert.deepEqual([tab, beyond], [tab, 0]);
				await screenshot(page, `hostile-${tab.toLowerCase().replace(' ', '-')}`);
			}
			assert.deepEqual(await violationsOf(page), []);
		}),
	);

	await report.check('a video of 24 MB is sent from the page, and arrives whole', () =>
		withPage(stage, async (page) => {
			await openThread(page, sandbox, 'messenger');
			const buffer = Buffer.alloc(24 * 1024 * 1024, 'svara');
			const name = `${'holiday '.repeat(30)}<b>.mp4`;
			const video = { name, mimeType: 'video/mp4', buffer };
			// Its bytes go to Chromium as Base64, which a busy machine takes its time for.
			await page.locator('input[type=file]').setInputFiles(video, { timeout: 120_000 });
			await page.locator('video').waitFor();
			const attachment = sandbox.customerMessages.at(-1)!.attachments[0]!;
			assert.ok(attachment.bytes.equals(buffer));
			assert.equal(attachment.fileName, name);
			const note = { name, mimeType: 'text/plain', buffer: Buffer.from('a') };
			await page.locator('input[type=file]').setInputFiles(note);
			await page.locator('.file').getByText('<b>.mp4').waitFor();
			await screenshot(page, 'long-file-name');
			await new Account(sandbox, 'messenger').says({ text: 'Still here' });
			await page.locator('.bubble').getByText('Still here').waitFor();
		}),
	);

	await report.check('500 messages at once, and the reader stays where they were', () =>
		withPage(stage, async (page) => {
			const { messenger } = sandbox.accounts;
			const asha = sandbox.customer(messenger, messenger.recipients.open);
			for (let count = 1; count <= 60; count += 1) asha.writes(`Before ${count}`);
			await openThread(page, sandbox, 'messenger');
			await page.locator('.bubble').getByText('Before 60', { exact: true }).waitFor();
			const list = page.locator('.scroll');
			await list.evaluate((box: { scrollTop: number }) => (box.scrollTop = 0));
			const first = page.locator('.bubble').getByText('Before 1', { exact: true });
			const account = new Account(sandbox, 'messenger');
			for (let count = 1; count <= 500; count += 1) asha.writes(`Message ${count}`);
			await account.says({ text: 'The last' });
			await rowOf(page, sandbox, 'messenger').getByText('The last').waitFor();
			await eventually('the first message is still in view', () => first.isVisible());
			const top = await list.evaluate((box: { scrollTop: number }) => box.scrollTop);
			assert.equal(top, 0);
		}),
	);
};
