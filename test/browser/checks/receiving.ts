import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { eventually } from '../../e2e/eventually';
import type { Check } from '../../e2e/runSuite';
import { picture } from '../picture';
import { Account } from '../sending';
import { openThread, rowOf, screenshot, vectorPath, withPage, type Stage } from '../stage';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What an account sends, as its customer sees it. */
export const checkReceiving: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

	await report.check('a message moves its conversation up, with a badge that opening clears', () =>
		withPage(stage, async (page) => {
			await openThread(page, sandbox, 'messenger', 'Femi Adeyemi');
			const account = new Account(sandbox, 'messenger');
			await account.says({ text: 'First' });
			await account.says({ text: 'Second' });
			const row = rowOf(page, sandbox, 'messenger');
			await row.getByText('2 unread').waitFor();
			const first = page
				.getByRole('navigation', { name: 'Conversations' })
				.getByRole('button')
				.first();
			assert.match((await first.textContent()) ?? '', /Asha Rao.*Second.*Svara Messenger/);
			await row.click();
			await row.getByText('unread').waitFor({ state: 'detached' });
			const { lastReadId } = sandbox.accounts.messenger.recipients.open;
			assert.equal(lastReadId, sandbox.messages.at(-1)?.messageId);
		}),
	);

	await report.check('photos fit, videos have a picture, files have a name, hearts are large', () =>
		withPage(stage, async (page) => {
			await openThread(page, sandbox, 'messenger');
			const account = new Account(sandbox, 'messenger');
			await account.attaches('image', picture(), 'photo.png', 'image/png');
			const clip = readFileSync(vectorPath('mp4-video.mp4'));
			await account.attaches('video', clip, 'clip.mp4', 'video/mp4');
			await account.attaches('file', Buffer.from('%PDF-1.4\n'), 'prices.pdf', 'application/pdf');
			await page.getByText('prices.pdf').waitFor();
			const photo = page.getByRole('img', { name: 'Photo' });
			await eventually('the photo is loaded', () =>
				photo.evaluate((image: { naturalWidth: number }) => image.naturalWidth),
			);
			const { width = 0 } = (await photo.boundingBox()) ?? {};
			assert.ok(width > 100 && width <= 320, `${width} pixels wide`);
			const video = page.getByLabel('Video', { exact: true });
			await eventually('the video is loaded', () =>
				video.evaluate((player: { readyState: number }) => player.readyState > 0),
			);
		}),
	);

	await report.check('days, quotes, reactions, typing and "seen" show where they belong', () =>
		withPage(stage, async (page) => {
			const { instagramLogin } = sandbox.accounts;
			const asha = sandbox.customer(instagramLogin, instagramLogin.recipients.open);
			sandbox.clock.advance(2 * DAY_MS);
			const { messageId } = asha.writes('When do you open?');
			const account = new Account(sandbox, 'instagramLogin');
			await account.says({ text: 'At nine.' }, { reply_to: { mid: messageId } });
			await account.does('react', { payload: { message_id: messageId, reaction: 'love' } });
			await openThread(page, sandbox, 'instagramLogin');
			await page.getByText('Today', { exact: true }).waitFor();
			assert.equal(await page.locator('.day').count(), 2);
			await page.getByTitle('Svara Demo reacted').getByText('❤️').waitFor();
			await page.getByRole('button', { name: /quoted message: When do you open/ }).click();
			const quoted = await page.evaluate('document.activeElement.dataset.message');
			assert.equal(quoted, messageId);
			asha.writes('Thanks!');
			await account.does('mark_seen');
			await page.getByText('Seen', { exact: true }).waitFor();
			await account.does('typing_on');
			await page.getByText('is typing').waitFor();
			await account.does('typing_off');
			await page.getByText('is typing').waitFor({ state: 'detached' });
		}),
	);

	await report.check('what only the apps can make is told in words', () =>
		withPage(stage, async (page) => {
			const { instagramLogin } = sandbox.accounts;
			const asha = sandbox.customer(instagramLogin, instagramLogin.recipients.open);
			const sent = (type: string, payload: object): unknown =>
				asha.sendsSpecial({ attachments: [{ type, payload }] });
			sent('story_mention', { url: 'https://cdn.example/mention' });
			sent('ig_post', { ig_post_media_id: '17900000000000001', title: 'Linen, washed' });
			sent('location', { coordinates: { lat: 52.5163, long: 13.3777 } });
			sent('share', { url: 'javascript:alert(1)' });
			asha.sendsSpecial({ is_unsupported: true });
			const story = { id: '17900000000000002', url: 'https://cdn.example/story' };
			asha.sendsSpecial({ text: 'Where is that?', reply_to: { story } });
			await openThread(page, sandbox, 'instagramLogin');
			const words = page.locator('.special');
			await words.nth(5).waitFor();
			const texts = await words.allInnerTexts();
			assert.deepEqual(
				texts.map((text) => text.split(/\n+/).join(' | ')),
				[
					'Mentioned the account in a story | https://cdn.example/mention',
					'Shared a post | Linen, washed',
					'Shared a place | 52.5163, 13.3777',
					'Shared a post | javascript:alert(1)',
					'Sent something that apps do not get',
					'Replied to a story | https://cdn.example/story | Where is that?',
				],
			);
			assert.equal(await words.getByRole('link').count(), 2);
			await screenshot(page, 'specials');
			await rowOf(page, sandbox, 'instagramLogin').getByText('Where is that?').waitFor();
		}),
	);
};
