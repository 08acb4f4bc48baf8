import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

import { startSandbox, type Sandbox } from '../../sandbox';
import { startCallback, type Callback } from '../sandbox/callback';
import { call, send, text, until } from '../sandbox/support';
import { hasChromium, launchChromium } from './chromium';

const ARTEFACTS = resolve(__dirname, '../../../artefacts');

let sandbox: Sandbox;
let callback: Callback;
let browser: Browser;
let context: BrowserContext;
let page: Page;

/** Without a Chromium on the machine there is nothing to click in. */
const inBrowser = hasChromium() ? describe : describe.skip;

interface Violation {
	id: string;
	nodes: Array<{ html: string }>;
}

inBrowser('the cockpit', () => {
	beforeAll(async () => {
		mkdirSync(ARTEFACTS, { recursive: true });
		sandbox = await startSandbox();
		callback = await startCallback();
		browser = await launchChromium();
	});
	afterAll(async () => {
		await browser.close();
		await callback.close();
		await sandbox.close();
	});
	beforeEach(async () => {
		sandbox.reset();
		callback.received.length = 0;
		context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		await context.grantPermissions(['clipboard-read', 'clipboard-write']);
		page = await context.newPage();
		page.setDefaultTimeout(10_000);
		await page.goto(sandbox.pageUrl);
	});
	afterEach(() => context.close());

	const panel = (): Locator => page.getByRole('tabpanel');
	const openTab = (name: string): Promise<void> => page.getByRole('tab', { name }).click();
	const button = (name: string | RegExp): Locator =>
		panel().getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
	const clipboard = (): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()');
	const choose = (flavour: 'instagramLogin' | 'instagramPage' | 'messenger') =>
		panel().getByRole('combobox', { name: 'Account' }).selectOption(sandbox.accounts[flavour].id);

	/** In light and dark, and at a phone's width. */
	async function picture(name: string): Promise<void> {
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await page.screenshot({ path: join(ARTEFACTS, `cockpit-${name}-${colorScheme}.png`) });
		}
		await page.emulateMedia({ colorScheme: 'light' });
		await page.setViewportSize({ width: 390, height: 844 });
		await page.getByRole('button', { name: 'Cockpit' }).click();
		await page.screenshot({ path: join(ARTEFACTS, `cockpit-${name}-phone.png`) });
		const overflow = await page.evaluate<number>(
			'document.documentElement.scrollWidth - document.documentElement.clientWidth',
		);
		expect(overflow).toBe(0);
		await page.setViewportSize({ width: 1440, height: 900 });
	}

	/** What axe-core finds wrong with the page as it is. */
	async function violations(): Promise<unknown[]> {
		await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
		const found = await page.evaluate<Violation[]>(
			'axe.run().then(({ violations }) => violations)',
		);
		return found.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
	}

	it('copies each field of a credential, and the ids of recipients', async () => {
		const { messenger, instagramLogin } = sandbox.accounts;
		const card = panel().locator('details.credential', { hasText: 'Svara Facebook Messenger API' });
		await card.locator('summary').first().click();
		const expected = {
			'Page Access Token': messenger.tokens.valid,
			'Page ID': messenger.pageId,
			'App ID': messenger.appId,
			'App Secret': messenger.appSecret,
			'Verify Token': messenger.verifyToken,
			'Base URL': sandbox.baseUrl('messenger'),
		};
		for (const [label, value] of Object.entries(expected)) {
			await card.getByRole('button', { name: `Copy ${label} of` }).click();
			expect([label, await clipboard()]).toEqual([label, value]);
		}
		await card.getByText('Recipients').click();
		await card.getByRole('button', { name: 'Copy Asha Rao' }).click();
		expect(await clipboard()).toBe(messenger.recipients.open.id);
		await card.getByText('Tokens that Meta refuses').click();
		await card.getByRole('button', { name: 'Copy Expired' }).click();
		expect(await clipboard()).toBe(messenger.tokens.expired);
		await picture('credentials');

		await panel().getByRole('checkbox', { name: instagramLogin.name }).click();
		const gateway = panel().locator('details.credential', { hasText: 'through HookMyApp' });
		await gateway.getByRole('button', { name: 'Copy Access Token' }).click();
		expect(await clipboard()).toBe(instagramLogin.gateway?.accessToken);
		await panel().getByRole('checkbox', { name: instagramLogin.name }).click();
		await gateway.waitFor({ state: 'detached' });
		expect(instagramLogin.gateway).toBeUndefined();
	});

	it('connects a trigger, and shows how it was asked and what it said', async () => {
		await choose('messenger');
		const url = panel().getByLabel('URL of Svara Trigger');
		await url.fill(callback.url);
		await button('Connect').click();
		await panel().getByText('Meta would refuse this callback').waitFor();
		expect(await panel().locator('.verdict').innerText()).toMatch(
			/hub\.mode=subscribe[\s\S]*403[\s\S]*What to do[\s\S]*verify tokens differ/,
		);
		await picture('handshake-refused');
		await panel().getByRole('textbox', { name: 'Verify Token' }).fill(callback.verifyToken);
		await panel()
			.getByRole('checkbox', { name: /messaging_postbacks/ })
			.check();
		await button('Connect').click();
		await panel().getByText('Meta accepts this callback').waitFor();
		await button('Send a test event').click();
		await panel().getByText('Meta counts it as delivered.').waitFor();
		expect(callback.received).toHaveLength(1);
		await picture('connected');
		expect(await violations()).toEqual([]);
	});

	it('moves the clock, and lets a customer write again', async () => {
		await openTab('Time');
		await choose('messenger');
		const asha = panel().getByRole('listitem').filter({ hasText: 'Asha Rao' });
		await asha.getByText(/^Open for 2\d h/).waitFor();
		await button('24 hours pass').click();
		await asha.getByText(/^Human agent only, for 5 d/).waitFor();
		await button('7 days pass').click();
		await asha.getByText(/^Closed for 7 d/).waitFor();
		await button('1 hour passes').click();
		await panel().getByLabel('How much time passes').fill('45');
		await button('Let it pass').click();
		await panel().getByText('8 d 1 h ahead of the machine').waitFor();
		await asha.getByRole('button', { name: 'Asha Rao writes again' }).click();
		await asha.getByText(/^Open for (24 h|23 h 59 min) more/).waitFor();
		await picture('time');
		await asha.getByLabel('Blocked the account').click();
		await asha.getByLabel('Another app is in charge').click();
		const { open } = sandbox.accounts.messenger.recipients;
		await until(() => !open.isAvailable && open.threadOwner === 'otherApp');
		expect(await violations()).toEqual([]);
	});

	it('arms every fault by one click, shows what it did, and removes it', async () => {
		await openTab('Faults');
		await choose('messenger');
		const presets = panel().locator('button.preset');
		await presets.first().waitFor();
		const count = await presets.count();
		expect(count).toBeGreaterThan(15);
		for (let at = 0; at < count; at += 1) {
			await presets.nth(at).click();
			await panel().locator('.armed li').nth(at).waitFor();
		}
		await picture('faults');
		expect(await violations()).toEqual([]);
		await button('Remove all').click();
		await panel().getByText("Nothing. Every call is answered by Meta's rules.").waitFor();

		await presets.filter({ hasText: 'Customer blocked the account' }).click();
		expect((await send(sandbox, 'messenger', text('hi'))).error.code).toBe(551);
		await panel().getByText('Struck 1 call, used up').waitFor();
		await button(/^Remove Customer blocked/).click();
		await panel().getByText('Nothing. Every call').waitFor();

		await presets.filter({ hasText: 'the answer is slow' }).click();
		const answer = send(sandbox, 'messenger', text('hi'));
		await button('Answer now').click();
		expect((await answer).status).toBe(200);

		await panel().getByLabel('The app may write to everybody').click();
		await until(() => !sandbox.accounts.messenger.hasAdvancedAccess);
	});

	it('shows what came and went, and lets it come again', async () => {
		const account = sandbox.accounts.messenger;
		await sandbox.webhooks.setInDashboard(account, {
			callbackUrl: callback.url,
			verifyToken: callback.verifyToken,
		});
		sandbox.webhooks.subscribeAccount(account);
		sandbox.customer(account, account.recipients.open).writes('Is it "ready"?');
		await sandbox.webhooks.idle();
		await call(sandbox, 'instagramLogin', '/me', { method: 'GET' });
		sandbox.faults.add({ path: /messages$/, effect: { kind: 'deliver-then-500', body: 'graph' } });
		await send(sandbox, 'messenger', text('one'));

		await openTab('Log');
		const entries = panel().locator('details.entry');
		await entries.nth(2).waitFor();
		await panel().getByLabel('Search').fill('Is it');
		expect(await entries.count()).toBe(1);
		await entries.first().locator('summary').first().click();
		await panel().getByText('"Is it \\"ready\\"?"').waitFor();
		await button('Copy as curl').click();
		const again = await clipboard();
		expect(again).toContain(sandbox.webhooks.deliveries[0]?.headers['X-Hub-Signature-256']);
		await button('Deliver again').click();
		await entries.nth(1).waitFor();
		expect(callback.received[1]?.body.equals(callback.received[0]!.body)).toBe(true);
		await picture('log-webhook');

		await panel().getByLabel('Search').fill('');
		await panel().getByLabel('Show').selectOption('request');
		await choose('messenger');
		expect(await entries.count()).toBe(1);
		await entries.first().locator('summary').first().click();
		await panel().getByRole('heading', { name: 'What Meta would have said: 200' }).waitFor();
		expect(await panel().innerText()).not.toContain(account.tokens.valid);
		await button('Copy as curl').click();
		expect(await clipboard()).toContain('Bearer $ACCESS_TOKEN');
		await panel().getByLabel('With the token').check();
		await button('Copy as curl').click();
		expect(await clipboard()).toContain(account.tokens.valid);
		await picture('log-request');
		expect(await violations()).toEqual([]);
	});

	it('tells what the terminal tells, and works by keyboard', async () => {
		await page.getByRole('tab', { name: 'Set up' }).focus();
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('Tab');
		expect(await page.getByRole('tab', { name: 'Time' }).getAttribute('aria-selected')).toBe(
			'true',
		);
		await openTab('Set up');
		await panel().getByText('The same with curl').click();
		await button(/^Copy the command: Let a day pass/).click();
		expect(await clipboard()).toContain(`${sandbox.url}/_sandbox/clock/advance`);
		await picture('terminal');
		await send(sandbox, 'messenger', text('one'));
		page.once('dialog', (dialog) => void dialog.accept());
		await button('Start over').click();
		await openTab('Log');
		await panel().getByText('Nothing yet.').waitFor();
		expect(sandbox.messages).toEqual([]);
	});
});
