import assert from 'node:assert/strict';

import { eventually } from '../../e2e/eventually';
import type { Check } from '../../e2e/runSuite';
import { startCallback } from '../../sandbox/callback';
import { call } from '../../sandbox/support';
import { Account } from '../sending';
import { openThread, screenshot, withPage, type Stage } from '../stage';

/** What customers tap instead of writing. */
export const checkTapping: Check<Stage> = async (report, stage) => {
	const { sandbox } = stage;

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
				await chips.getByRole('button', { name: 'M', exact: true }).click();
				await chips.waitFor({ state: 'detached' });
				await page.getByRole('button', { name: 'Order', exact: true }).click();
				await eventually('both were told', async () => {
					const told = JSON.stringify(callback.events());
					return (
						told.includes('ORDER_SHIRT') && told.includes('"quick_reply":{"payload":"SIZE_M"}')
					);
				});
				const mine = page.locator('.mine .bubble');
				await mine.getByText('Order', { exact: true }).waitFor();
				assert.deepEqual((await mine.allInnerTexts()).slice(-2), ['M', 'Order']);
				await page.getByRole('button', { name: 'What to do with: Order' }).click();
				const menu = page.getByRole('menu');
				await menu.getByText('Unsend').waitFor();
				assert.equal(await menu.getByText('Edit').count(), 0);
			});
		} finally {
			await callback.close();
		}
	});

	await report.check(
		'ice breakers stand in an empty thread, and are gone after the first tap',
		() =>
			withPage(stage, async (page) => {
				const { messenger } = sandbox.accounts;
				sandbox.addRecipient(messenger, { name: 'Nia Okoye', lastWroteAt: null });
				await putProfile({ get_started: { payload: 'START' } });
				await openThread(page, sandbox, 'messenger', 'Nia Okoye');
				await page.getByRole('button', { name: 'Get Started' }).waitFor();
				const questions = ['When do you open?', 'Where is my order?'];
				const actions = questions.map((question) => ({ question, payload: question.slice(0, 5) }));
				await putProfile({ ice_breakers: [{ locale: 'default', call_to_actions: actions }] });
				const openers = page.getByRole('list', { name: 'Questions to begin with' });
				await openers.getByText('Where is my order?').waitFor();
				assert.equal(await page.getByRole('button', { name: 'Get Started' }).count(), 0);
				await screenshot(page, 'ice-breakers');
				await openers.getByRole('button', { name: 'When do you open?' }).click();
				await page.locator('.mine .bubble').getByText('When do you open?').waitFor();
				await openers.waitFor({ state: 'detached' });
				assert.equal(sandbox.customerMessages.at(-1)?.postbackPayload, 'When ');
			}),
	);

	await report.check('the persistent menu is there, and may take the place of writing', () =>
		withPage(stage, async (page) => {
			const items = [
				{ type: 'postback', title: 'Talk to a person', payload: 'PERSON' },
				{ type: 'web_url', title: 'Shop', url: 'https://example.com/shop' },
			];
			const menu = { locale: 'default', call_to_actions: items };
			await openThread(page, sandbox, 'messenger');
			await putProfile({ get_started: { payload: 'START' }, persistent_menu: [menu] });
			const button = page.getByRole('button', { name: 'Menu of Svara Messenger' });
			await button.click();
			await page.getByRole('menuitem', { name: 'Shop' }).waitFor();
			await screenshot(page, 'persistent-menu');
			await page.getByRole('menuitem', { name: 'Talk to a person' }).click();
			await page.locator('.mine .bubble').getByText('Talk to a person').waitFor();
			const field = page.getByRole('textbox', { name: 'Message from Asha Rao' });
			await field.waitFor();
			await putProfile({ persistent_menu: [{ ...menu, composer_input_disabled: true }] });
			await field.waitFor({ state: 'detached' });
			await button.click();
			await page.getByRole('menuitem', { name: 'Shop' }).waitFor();
			await screenshot(page, 'menu-only');
		}),
	);

	async function putProfile(profile: object): Promise<void> {
		const answer = await call(sandbox, 'messenger', '/me/messenger_profile', { json: profile });
		assert.equal(answer.status, 200, JSON.stringify(answer.body));
	}
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
