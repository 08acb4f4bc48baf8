import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, Locator, Page } from 'playwright-core';

import type { N8nApi, WorkflowFile } from '../n8nApi';
import { REPOSITORY } from '../stage';

/** What n8n's own tests of the editor find things by. */
const testId = (id: string) => `[data-test-id="${id}"]`;

/** n8n's editor in one tab of a browser, as a person uses it. */
export class Editor {
	private constructor(
		readonly page: Page,
		private readonly api: N8nApi,
	) {}

	/** Opens a tab of its own, tall enough for a whole node panel. */
	static async open(browser: Browser, api: N8nApi): Promise<Editor> {
		const context = await browser.newContext({
			baseURL: api.url,
			viewport: { width: 1440, height: 1000 },
		});
		return new Editor(await context.newPage(), api);
	}

	async login(email: string, password: string): Promise<void> {
		await this.page.goto('/signin');
		await this.page.locator('input[autocomplete="email"]').fill(email);
		await this.page.locator('input[type="password"]').fill(password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	}

	/** Saves the workflow and opens it; an empty one unless nodes are given. */
	async openWorkflow(workflow: Partial<WorkflowFile> = {}): Promise<void> {
		const { id } = await this.api.createWorkflow({
			name: 'In the editor',
			nodes: [],
			connections: {},
			...workflow,
		});
		await this.page.goto(`/workflow/${id}`);
		const [node] = workflow.nodes ?? [];
		await (node ? this.node(node.name) : this.find('canvas-add-button')).waitFor();
	}

	/** Opens the node creator on an empty workflow: 'What triggers this workflow?' */
	async openTriggerCreator(): Promise<void> {
		await this.openWorkflow();
		await this.find('canvas-add-button').click();
		await this.find('node-creator').waitFor();
	}

	/**
	 * Types into the open node creator.
	 *
	 * @returns the titles of what it lists, best first
	 * @throws Error when it finds nothing
	 */
	async searchNodes(text: string): Promise<string[]> {
		const search = this.find('node-creator-search-bar');
		const titles = this.find('node-creator-item-name');
		// The list of an earlier search stays for a moment, unless there is none.
		await search.fill('no node is called so');
		await this.find('node-creator-no-results').waitFor();
		await search.fill(text);
		await titles.first().waitFor();
		return (await titles.allInnerTexts()).map((title) => title.trim());
	}

	/** Opens the panel of a node on the canvas. */
	async openNode(name: string): Promise<Locator> {
		await this.node(name).dblclick();
		const panel = this.find('ndv');
		await panel.waitFor();
		return panel;
	}

	async closeNode(): Promise<void> {
		await this.find('ndv-close-button').click();
		await this.find('ndv').waitFor({ state: 'detached' });
	}

	/** A field of the open panel, by the name its parameter has in the workflow's file. */
	field(name: string): Locator {
		return this.page.locator(`${testId('ndv')} ${testId(`parameter-input-${name}`)}`);
	}

	/** Chooses by name from a list field of the open panel. */
	async choose(field: string, option: string): Promise<void> {
		await this.field(field).click();
		// Its description follows its name.
		await this.page.getByRole('option', { name: new RegExp(`^${option}`) }).click();
	}

	find(id: string): Locator {
		return this.page.locator(testId(id));
	}

	/** Two pictures of what is there now: `artefacts/editor-<name>-light.png` and `-dark.png`. */
	async screenshot(name: string): Promise<void> {
		const folder = join(REPOSITORY, 'artefacts');
		await mkdir(folder, { recursive: true });
		for (const colorScheme of ['light', 'dark'] as const) {
			await this.page.emulateMedia({ colorScheme });
			await this.page.screenshot({ path: join(folder, `editor-${name}-${colorScheme}.png`) });
		}
		await this.page.emulateMedia({ colorScheme: 'light' });
	}

	private node(name: string): Locator {
		return this.page.locator(`[data-node-name="${name}"]`).first();
	}
}
