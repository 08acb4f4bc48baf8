import assert from 'node:assert/strict';

import type { Page } from 'playwright-core';

import { eventually } from '../../e2e/eventually';
import type { Check } from '../../e2e/runSuite';
import { picture } from '../picture';
import { Account } from '../sending';
import { openThread, screenshot, withPage, type Stage } from '../stage';

const write = async (page: Page, text: string): Promise<void> => {
	await page.getByRole('textbox', { name: 'Message from Asha Rao' }).fill(text);
	await page.keyboard.press('Enter');
	await page.locator('.bubble').getByText(text, { exact: true }).waitFor();
};

/** Opens what can be done with a message, and does it. */
const choose = async (page: Page, message: string, item: string): Promise<void> => {
	await page.getByRole('button', { name: `What to do with: ${message}` }).click();
	await page.getByRole('menu').getByText(item, { exact: true }).click();
};

/** The customer's side, with a mouse. */
export const checkActing: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('writes, edits, replies, reacts and unsends', () =>
		withPage(stage, async (page) => {
			const mine = sandbox.customerMessages;
			await openThread(page, sandbox, 'instagramPage');
			await write(page, 'Do you have it in bleu?');
			const { messageId } = mine.at(-1)!;
			await choose(page, 'Do you have it in bleu?', 'Edit');
			await write(page, 'Do you have it in blue?');
			await page.getByText('Edited').waitFor();
			assert.equal(mine.at(-1)?.text, 'Do you have it in blue?');

			const theirs = await new Account(sandbox, 'instagramPage').says({ text: 'We do!' });
			await choose(page, 'We do!', '❤️');
			const back = page.getByRole('button', { name: 'Take your reaction ❤️ back' });
			await back.waitFor();
			assert.deepEqual(sandbox.messages.at(-1)?.reactions, { customer: '❤️' });
			await screenshot(page, 'reaction');
			await back.click();
			await back.waitFor({ state: 'detached' });

			await choose(page, 'We do!', 'Reply');
			await write(page, 'Great, one please');
			assert.equal(mine.at(-1)?.replyTo, theirs);
			await page.getByRole('button', { name: /quoted message: We do!/ }).waitFor();

			await choose(page, 'Do you have it in blue?', 'Unsend');
			await page.locator('.unsent').waitFor();
			assert.equal(mine.find((each) => each.messageId === messageId)?.isDeleted, true);
		}),
	);

	await report.check('records a voice note, which shows its true length', () =>
		withPage(stage, async (page) => {
			await openThread(page, sandbox, 'messenger');
			await page.getByRole('button', { name: 'Record a voice note' }).click();
			await page.getByText('Recording 0:02').waitFor();
			await screenshot(page, 'recording');
			await page.getByRole('button', { name: 'Send the recording' }).click();
			const length = await page.locator('.length').textContent();
			assert.match(length ?? '', /^0:0[2-9]$/);
			assert.equal(sandbox.customerMessages.at(-1)?.attachments[0]?.type, 'audio');
		}),
	);

	await report.check('discards a recording', () =>
		withPage(stage, async (page) => {
			const before = sandbox.customerMessages.length;
			await openThread(page, sandbox, 'messenger');
			await page.getByRole('button', { name: 'Record a voice note' }).click();
			await page.getByText('Recording 0:01').waitFor();
			await page.getByRole('button', { name: 'Discard the recording' }).click();
			await write(page, 'Never mind');
			assert.equal(sandbox.customerMessages.length, before + 1);
		}),
	);

	await report.check('sends files of every kind, and hears when one is too large', () =>
		withPage(stage, async (page) => {
			await openThread(page, sandbox, 'messenger');
			const chooser = page.locator('input[type=file]');
			await chooser.setInputFiles([
				{ name: 'photo.png', mimeType: 'image/png', buffer: picture() },
				{ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('one') },
			]);
			await page.getByRole('img', { name: 'Photo' }).waitFor();
			await page.getByText('text/plain').waitFor();
			const types = sandbox.customerMessages.slice(-2).map((each) => each.attachments[0]?.type);
			assert.deepEqual(types.sort(), ['file', 'image']);
			const large = { name: 'large.bin', mimeType: 'a/b', buffer: Buffer.alloc(26 * 1024 * 1024) };
			await chooser.setInputFiles(large);
			await page.getByRole('alert').getByText('up to 25 MB').waitFor();
			await eventually('nothing more was sent', async () => sandbox.customerMessages.length === 20);
		}),
	);
};
