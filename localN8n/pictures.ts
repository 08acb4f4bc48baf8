import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { Cleanup } from '../test/e2e/cleanup';
import { openEditorStage } from '../test/e2e/editor/stage';
import { EXAMPLES, readExample } from '../test/e2e/examples/exampleFiles';
import { saveExampleCredentials } from '../test/e2e/examples/openExample';
import { REPOSITORY } from '../test/e2e/stage';

const FOLDER = join(REPOSITORY, 'docs/images/examples');

/** Around the nodes, in CSS pixels: what stands below them is wider than they are. */
const MARGIN = { x: 72, top: 24, bottom: 72 };

/** The canvas alone, without what one clicks on. */
const CANVAS_ALONE = `
	[data-test-id="canvas-controls"], [data-test-id="canvas-minimap"], [data-test-id="canvas-background"],
	[data-test-id="canvas-handle-plus-wrapper"], [data-test-id="execute-workflow-button"],
	[data-test-id="logs-panel"], [data-test-id="canvas-node-toolbar"] { visibility: hidden !important; }`;

/** Draws each example as n8n's own editor shows it: `docs/images/examples/<name>.png`. */
async function drawExamples(cleanup: Cleanup): Promise<void> {
	const { editor, ...stage } = await openEditorStage(cleanup);
	await saveExampleCredentials(stage);
	await editor.page.setViewportSize({ width: 1600, height: 900 });
	await mkdir(FOLDER, { recursive: true });
	for (const name of EXAMPLES) {
		const workflow = readExample(name);
		// The checklist would be larger than what it explains; the README next to the picture has it.
		const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
		await editor.openWorkflow({ ...workflow, nodes });
		await editor.find('zoom-to-fit').click();
		await editor.page.addStyleTag({ content: CANVAS_ALONE });
		const path = join(FOLDER, `${name}.png`);
		await editor.page.screenshot({ path, clip: await frameOf(editor.page) });
		process.stdout.write(`  ✔ ${path}\n`);
	}
}

/** What all nodes take up, once the canvas has stopped moving. */
async function frameOf(page: Page) {
	const measure = async () => {
		const nodes = await page.locator('.vue-flow__node').all();
		const found = await Promise.all(nodes.map(async (node) => await node.boundingBox()));
		const boxes = found.filter((box) => box !== null);
		const left = Math.min(...boxes.map(({ x }) => x)) - MARGIN.x;
		const top = Math.min(...boxes.map(({ y }) => y)) - MARGIN.top;
		const right = Math.max(...boxes.map(({ x, width }) => x + width)) + MARGIN.x;
		const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + MARGIN.bottom;
		return { x: left, y: top, width: right - left, height: bottom - top };
	};
	for (let before = await measure(); ;) {
		await page.waitForTimeout(300);
		const now = await measure();
		if (JSON.stringify(now) === JSON.stringify(before)) return now;
		before = now;
	}
}

/** `npm run pictures` */
const cleanup = new Cleanup();
drawExamples(cleanup)
	.catch((thrown: unknown) => {
		process.stderr.write(`${String(thrown)}\n`);
		process.exitCode = 1;
	})
	.finally(() => void cleanup.close());
