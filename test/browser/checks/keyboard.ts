import assert from 'node:assert/strict';

import type { Page } from 'playwright-core';

import { eventually } from '../../e2e/eventually';
import type { Check } from '../../e2e/runSuite';
import { Account, tone } from '../sending';
import { withPage, type Stage } from '../stage';

/** More stops than the page has. */
const MAX_STOPS = 150;

/** Goes on, or back, from stop to stop until one is called so. */
async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
	const passed: string[] = [];
	for (let stop = 0; stop < MAX_STOPS; stop += 1) {
		await page.keyboard.press(key);
		const label = String(
			await page.evaluate(
				'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
			),
		);
		if (name.test(label)) return;
		passed.push(label.slice(0, 40));
	}
	throw new Error(`No stop is called ${String(name)}. There are: ${passed.join(' | ')}`);
}

/** The whole loop without a mouse. */
export const checkKeyboard: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('everything is done with the keyboard alone', () =>
		withPage(stage, async (page) => {
			const mine = sandbox.customerMessages;
			const { keyboard } = page;
			await tabTo(page, /^ARAsha Rao.*Svara Messenger/);
			await keyboard.press('Enter');
			await tabTo(page, /^Message from Asha Rao$/);
			await keyboard.type('Helo');
			await keyboard.press('Enter');
			await page.locator('.bubble').getByText('Helo').waitFor();

			await tabTo(page, /^What to do with: Helo$/, 'Shift+Tab');
			const atFirstItem = page.locator('[role=menuitemcheckbox]:focus');
			await keyboard.press('Enter');
			await atFirstItem.waitFor();
			await keyboard.press('Escape');
			await atFirstItem.waitFor({ state: 'detached' });
			await keyboard.press('Enter');
			await atFirstItem.waitFor();
			// Past the emoji and "Reply".
			for (let at = 0; at < 7; at += 1) await keyboard.press('ArrowDown');
			await keyboard.press('Enter');
			await eventually('the words to edit are in the field', async () => {
				const field = page.getByRole('textbox', { name: 'Message from Asha Rao' });
				return (await field.inputValue()) === 'Helo';
			});
			await keyboard.press('Control+A');
			await keyboard.type('Hello?');
			await keyboard.press('Enter');
			await page.locator('.bubble').getByText('Hello?').waitFor();
			assert.equal(mine.at(-1)?.editCount, 1);

			const note = tone(12, [1, 0.4]);
			await new Account(sandbox, 'messenger').attaches('audio', note, 'note.wav', 'audio/wav');
			await page.locator('.wave').waitFor();
			await tabTo(page, /^Play$/, 'Shift+Tab');
			await keyboard.press('Space');
			await page.getByRole('button', { name: 'Pause' }).waitFor();
			await keyboard.press('Space');
			await keyboard.press('Tab');
			await keyboard.press('End');
			await eventually('it stands at the end', async () => {
				const text = await page.getByRole('slider').getAttribute('aria-valuetext');
				return text === '0:12 of 0:12';
			});

			await tabTo(page, /^What to do with: Voice note$/);
			await keyboard.press('Enter');
			await atFirstItem.waitFor();
			await keyboard.press('Enter');
			await page.getByRole('button', { name: /Take your reaction/ }).waitFor();

			await tabTo(page, /^Record a voice note$/);
			await keyboard.press('Enter');
			await page.getByText('Recording 0:01').waitFor();
			await keyboard.press('Enter');
			await page.locator('.wave').nth(1).waitFor();

			await tabTo(page, /^Send a file$/);
			const chooser = page.waitForEvent('filechooser');
			await keyboard.press('Enter');
			await (
				await chooser
			).setFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
			await page.getByText('text/plain').waitFor();

			await tabTo(page, /^What to do with: Hello\?$/, 'Shift+Tab');
			await keyboard.press('Enter');
			await atFirstItem.waitFor();
			for (let at = 0; at < 8; at += 1) await keyboard.press('ArrowDown');
			await keyboard.press('Enter');
			await page.locator('.unsent').waitFor();

			await tabTo(page, /^Comments$/, 'Shift+Tab');
			await keyboard.press('Enter');
			await tabTo(page, /^Comment under Post 1$/);
			await keyboard.type('Nice');
			await keyboard.press('Enter');
			await page.locator('.comment').getByText('Nice').waitFor();
		}),
	);

	await report.check('and so is the cockpit', () =>
		withPage(stage, async (page) => {
			const { keyboard } = page;
			await tabTo(page, /^Set up$/);
			await keyboard.press('ArrowRight');
			await tabTo(page, /^24 hours pass$/);
			await keyboard.press('Enter');
			await page.getByText(/ ahead of the machine$/).waitFor();

			await tabTo(page, /^Time$/, 'Shift+Tab');
			await keyboard.press('ArrowRight');
			await tabTo(page, /^Customer blocked the account/);
			await keyboard.press('Enter');
			const armed = page.locator('.armed li');
			await armed.waitFor();
			await tabTo(page, /^Remove Customer blocked/);
			await keyboard.press('Enter');
			await armed.waitFor({ state: 'detached' });
		}),
	);
};
