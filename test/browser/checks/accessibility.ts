import assert from 'node:assert/strict';

import type { Page } from 'playwright-core';

import type { Check } from '../../e2e/runSuite';
import { picture } from '../picture';
import { Account, tone } from '../sending';
import { DESKTOP, openThread, PHONE, screenshot, withPage, type Stage } from '../stage';
import { violationsOf } from '../violations';

/** Each view, and how to get there from the one before. */
const VIEWS: ReadonlyArray<[name: string, open: (page: Page, stage: Stage) => Promise<void>]> = [
	['start', async () => undefined],
	['thread', (page, { sandbox }) => openThread(page, sandbox, 'instagramPage')],
	[
		'menu',
		async (page) => {
			await page.getByRole('button', { name: 'What to do with: Is it blue?' }).click();
			await page.getByRole('menu').waitFor();
		},
	],
	[
		'reply',
		async (page) => {
			await page.getByRole('menuitem', { name: 'Reply' }).click();
			await page.getByText('Reply to: ').waitFor();
		},
	],
	[
		'recording',
		async (page) => {
			await page.getByRole('button', { name: 'Record a voice note' }).click();
			await page.getByText('Recording').waitFor();
		},
	],
	[
		'posts',
		async (page) => {
			await page.getByRole('button', { name: 'Discard the recording' }).click();
			await page.getByRole('button', { name: 'Comments' }).click();
			await page.getByText('Lovely').waitFor();
		},
	],
];

const SIZES = { desktop: DESKTOP, phone: PHONE };

/** axe-core on every view, light and dark, wide and narrow. */
export const checkAccessibility: Check<Stage> = async (report, stage) => {
	for (const colorScheme of ['light', 'dark'] as const) {
		for (const [size, viewport] of Object.entries(SIZES)) {
			await report.check(`axe-core finds nothing on any view, ${colorScheme}, ${size}`, () =>
				withPage(
					stage,
					async (page) => {
						await fill(stage);
						const found: string[] = [];
						for (const [name, open] of VIEWS) {
							await open(page, stage);
							if (name === 'thread') await page.locator('.wave').nth(1).waitFor();
							await screenshot(page, `${name}-${colorScheme}-${size}`);
							found.push(...(await violationsOf(page)).map((each) => `${name}: ${each}`));
						}
						assert.deepEqual(found, []);
					},
					{ colorScheme, viewport },
				),
			);
		}
	}
};

/** Something of everything. */
async function fill({ sandbox }: Stage): Promise<void> {
	const { instagramPage } = sandbox.accounts;
	const asha = sandbox.customer(instagramPage, instagramPage.recipients.open);
	const account = new Account(sandbox, 'instagramPage');
	await new Account(sandbox, 'messenger', 'second').says({ text: 'Your parcel is on its way' });
	await account.attaches('image', picture(), 'photo.png', 'image/png');
	const { messageId } = asha.writes('Is it blue?');
	asha.unsends(asha.writes('Oops').messageId);
	await account.says({ text: 'It is. Listen:' }, { reply_to: { mid: messageId } });
	const note = await account.attaches(
		'audio',
		tone(7, [0.2, 0.9, 0.4, 1, 0.3, 0.7, 0.1]),
		'note.wav',
		'audio/wav',
	);
	asha.reacts(note);
	asha.sends('audio', tone(9, [0.3, 1, 0.5, 0.2, 0.8, 0.6]), 'audio/wav');
	const buttons = [{ type: 'postback', title: 'Order', payload: 'ORDER' }];
	const payload = { template_type: 'button', text: 'Shall we send it today?', buttons };
	await account.says({ attachment: { type: 'template', payload } });
	const replies = ['S', 'M', 'L'].map((title) => ({ content_type: 'text', title, payload: title }));
	await account.says({ text: 'Which size?', quick_replies: replies });
	const { comment } = asha.comments('Lovely');
	sandbox.accountComments(instagramPage, 'Thank you!', { parentId: comment.id });
}
