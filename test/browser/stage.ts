import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

import { startSandbox, type Flavour, type Sandbox } from '../../sandbox';
import type { Cleanup } from '../e2e/cleanup';
import { launchChromium } from './chromium';

/** This file is compiled to `dist/test/browser`. */
const REPOSITORY = resolve(__dirname, '../../..');
const ARTEFACTS = join(REPOSITORY, 'artefacts');

/** Files that the other tests play with. */
export const vectorPath = (name: string): string => join(REPOSITORY, 'test/vectors', name);

/** Far more than anything here takes on a busy machine. */
const TIMEOUT_MS = 20_000;

const DESKTOP = { width: 1400, height: 900 };

/** A sandbox, and a browser to look at it with. */
export interface Stage {
	sandbox: Sandbox;
	browser: Browser;
	/** What the pages printed. */
	log: string[];
}

export async function openStage(cleanup: Cleanup): Promise<Stage> {
	const sandbox = await startSandbox();
	cleanup.onClose(() => sandbox.close());
	const browser = await launchChromium();
	cleanup.onClose(() => browser.close());
	mkdirSync(ARTEFACTS, { recursive: true });
	return { sandbox, browser, log: [] };
}

/** Opens the page on a world as it is at the start, and closes it after `use`. */
export async function withPage(
	{ sandbox, browser, log }: Stage,
	use: (page: Page) => Promise<void>,
	options: BrowserContextOptions = {},
): Promise<void> {
	sandbox.reset();
	const context = await browser.newContext({ viewport: DESKTOP, ...options });
	try {
		context.setDefaultTimeout(TIMEOUT_MS);
		const page = await context.newPage();
		page.on('console', (message) => log.push(message.text()));
		page.on('pageerror', (error) => log.push(String(error)));
		await page.goto(`${sandbox.url}/`);
		await page.getByText('Live', { exact: true }).waitFor();
		await use(page);
	} finally {
		await context.close();
	}
}

/** Opens the conversation of one of the seeded people with the flavour's account. */
export async function openThread(
	page: Page,
	sandbox: Sandbox,
	flavour: Flavour,
	name = 'Asha Rao',
): Promise<void> {
	await rowOf(page, sandbox, flavour, name).click();
	await page.getByRole('heading', { name, level: 2 }).waitFor();
}

export const rowOf = (page: Page, sandbox: Sandbox, flavour: Flavour, name = 'Asha Rao') =>
	page
		.getByRole('navigation', { name: 'Conversations' })
		.getByRole('button')
		.filter({ hasText: name })
		.filter({ hasText: sandbox.accounts[flavour].name });

export const screenshot = async (page: Page, name: string): Promise<void> => {
	await page.screenshot({ path: join(ARTEFACTS, `${name}.png`), animations: 'disabled' });
};
