import assert from 'node:assert/strict';

import type { Locator, Page } from 'playwright-core';

import type { Flavour, Sandbox } from '../../sandbox';
import { eventually } from '../e2e/eventually';
import { DESKTOP, PHONE, screenshot, withPage, type Stage } from './stage';
import { violationsOf } from './violations';

/** The cockpit on an open page, by what its users see. */
export class Cockpit {
	constructor(
		private readonly page: Page,
		private readonly sandbox: Sandbox,
	) {}

	/** The panel of the open tab. */
	get panel(): Locator {
		return this.page.getByRole('tabpanel');
	}

	openTab(name: string): Promise<void> {
		return this.page.getByRole('tab', { name }).click();
	}

	button(name: string | RegExp): Locator {
		return this.panel.getByRole('button', { name, exact: true });
	}

	async choose(flavour: Flavour): Promise<void> {
		const picker = this.panel.getByRole('combobox', { name: 'Account' });
		await picker.selectOption(this.sandbox.accounts[flavour].id);
	}

	/** What the browser's clipboard holds. */
	clipboard(): Promise<string> {
		return this.page.evaluate<string>('navigator.clipboard.readText()');
	}

	/**
	 * Takes screenshots, light and dark, wide and on a phone.
	 * @throws AssertionError if axe-core finds anything, a button cannot be seen, or the page is wider than
	 * the screen
	 */
	async look(name: string): Promise<void> {
		const { page } = this;
		const found: string[] = [];
		for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
			await page.setViewportSize(viewport);
			const areas = page.getByRole('navigation', { name: 'Areas' });
			if (size === 'phone') await areas.getByRole('button', { name: 'Cockpit' }).click();
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme });
				await screenshot(page, `${name}-${colorScheme}-${size}`);
				const wrong = await violationsOf(page);
				found.push(...wrong.map((each) => `${colorScheme}, ${size}: ${each}`));
			}
			const unseen = this.panel.locator('button').evaluateAll(namesOfUnseen);
			found.push(...(await unseen).map((each) => `${size}: nobody sees the button ${each}`));
			const width = await page.evaluate('document.documentElement.scrollWidth');
			if (width !== viewport.width) found.push(`${size}: ${String(width)} pixels wide`);
		}
		await page.emulateMedia({ colorScheme: 'light' });
		await page.setViewportSize(DESKTOP);
		assert.deepEqual(found, []);
	}
}

/** Opens the page on a world as it is at the start, for somebody who works in its cockpit. */
export const withCockpit = (
	stage: Stage,
	use: (cockpit: Cockpit, page: Page) => Promise<void>,
): Promise<void> =>
	withPage(stage, (page) => use(new Cockpit(page, stage.sandbox), page), {
		permissions: ['clipboard-read', 'clipboard-write'],
	});

/** What is needed of a browser's `HTMLButtonElement`: the tests are compiled without the DOM. */
interface ButtonLike {
	textContent: string;
	checkVisibility(options?: { opacityProperty: boolean }): boolean;
}

/** Playwright clicks on what is transparent; people do not. */
const namesOfUnseen = (buttons: ButtonLike[]): string[] =>
	buttons
		.filter((each) => each.checkVisibility() && !each.checkVisibility({ opacityProperty: true }))
		.map(({ textContent }) => textContent);

/** Waits until a list has this many entries, and no more. */
export const hasCount = async (list: Locator, count: number): Promise<void> => {
	await eventually(`${count} entries`, async () => (await list.count()) === count);
};
