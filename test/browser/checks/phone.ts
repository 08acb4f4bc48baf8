import assert from 'node:assert/strict';

import type { Check } from '../../e2e/runSuite';
import { picture } from '../picture';
import { Account, tone } from '../sending';
import { openThread, PHONE, rowOf, screenshot, withPage, type Stage } from '../stage';

const ON_A_PHONE = { viewport: PHONE, hasTouch: true };

/** The page on a phone: one area at a time, and nothing wider than it. */
export const checkPhone: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('each area has the whole width, and leads to the others', () =>
		withPage(
			stage,
			async (page) => {
				const account = new Account(sandbox, 'instagramPage');
				await account.says({ text: `A long word: ${'a'.repeat(200)}` });
				await account.attaches('audio', tone(20, [0.4, 1, 0.2]), 'note.wav', 'audio/wav');
				await account.attaches('image', picture(), 'photo.png', 'image/png');
				await rowOf(page, sandbox, 'instagramPage').getByText('3 unread').waitFor();
				await screenshot(page, 'phone-conversations');
				await openThread(page, sandbox, 'instagramPage');
				await page.locator('.wave').waitFor();
				await page.getByRole('img', { name: 'Photo' }).waitFor();
				await screenshot(page, 'phone-thread');
				const width = await page.evaluate('document.documentElement.scrollWidth');
				const list = await page.evaluate(
					'(() => { const { scrollWidth, clientWidth } = document.querySelector(".scroll"); return scrollWidth - clientWidth; })()',
				);
				assert.deepEqual([width, list], [PHONE.width, 0]);
				const areas = page.getByRole('navigation', { name: 'Areas' });
				await areas.getByRole('button', { name: 'Cockpit' }).click();
				await page.getByRole('complementary', { name: 'Cockpit' }).waitFor();
				await areas.getByRole('button', { name: 'Conversations' }).click();
				await rowOf(page, sandbox, 'instagramPage').waitFor();
			},
			ON_A_PHONE,
		),
	);

	await report.check('what comes while another area is shown stays unread', () =>
		withPage(
			stage,
			async (page) => {
				await openThread(page, sandbox, 'messenger');
				const areas = page.getByRole('navigation', { name: 'Areas' });
				await areas.getByRole('button', { name: 'Conversations' }).click();
				await new Account(sandbox, 'messenger').says({ text: 'Hi' });
				const row = rowOf(page, sandbox, 'messenger');
				await row.getByText('1 unread').waitFor();
				await areas.getByRole('button', { name: 'Thread' }).click();
				await row.getByText('1 unread').waitFor({ state: 'detached' });
			},
			ON_A_PHONE,
		),
	);
};
