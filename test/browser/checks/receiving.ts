import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { eventually } from '../../e2e/eventually';
import type { Check } from '../../e2e/runSuite';
import { startCallback } from '../../sandbox/callback';
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

	await report.check('quick replies and buttons are tapped, and the app hears of it', async () => {
		const callback = await startCallback();
		try {
			await withPage(stage, async (page) => {
				const { instagramLogin } = sandbox.accounts;
				const { url: callbackUrl, verifyToken } = callback;
				await sandbox.webhooks.setInDashboard(instagramLogin, {
					callbackUrl,
					verifyToken,
					fields: ['messages', 'messaging_postbacks'],
				});
				sandbox.webhooks.subscribeAccount(instagramLogin, ['messages', 'messaging_postbacks']);
				const account = new Account(sandbox, 'instagramLogin');
				await openThread(page, sandbox, 'instagramLogin');
				await account.says({ attachment: { type: 'template', payload: CARDS } });
				await account.says({ attachment: { type: 'template', payload: QUESTION } });
				await account.says({
					text: 'Which size?',
					quick_replies: ['S', 'M'].map((title) => ({
						content_type: 'text',
						title,
						payload: `SIZE_${title}`,
					})),
				});
				const chips = page.getByRole('list', { name: 'Quick replies' });
				await chips.waitFor();
				await screenshot(page, 'templates');
				const link = page.getByRole('link', { name: 'See it' });
				assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
				await page.getByRole('button', { name: 'Order', exact: true }).click();
				await chips.getByRole('button', { name: 'M', exact: true }).click();
				await chips.waitFor({ state: 'detached' });
				await eventually('both were told', async () => {
					const told = JSON.stringify(callback.events());
					return (
						told.includes('ORDER_SHIRT') && told.includes('"quick_reply":{"payload":"SIZE_M"}')
					);
				});
			});
		} finally {
			await callback.close();
		}
	});

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
};

const CARDS = {
	template_type: 'generic',
	elements: [
		{
			title: 'Linen shirt',
			subtitle: 'Blue, 39 €',
			image_url: 'https://example.com/shirt.png',
			buttons: [
				{ type: 'postback', title: 'Order', payload: 'ORDER_SHIRT' },
				{ type: 'web_url', title: 'See it', url: 'https://example.com/shirt' },
			],
		},
		{ title: 'Linen trousers', subtitle: 'Sand, 59 €' },
	],
};

const QUESTION = {
	template_type: 'button',
	text: 'Shall we send it today?',
	buttons: [{ type: 'postback', title: 'Yes please', payload: 'TODAY' }],
};
