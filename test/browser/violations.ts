import { source, type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** Everything that axe-core finds wrong with the page as it is, a line each. */
export async function violationsOf(page: Page): Promise<string[]> {
	await page.evaluate(source);
	const { violations } = await page.evaluate<AxeResults>('axe.run()');
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
