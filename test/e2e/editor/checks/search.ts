import assert from 'node:assert/strict';

import type { Report } from '../../../package/report';
import type { EditorStage } from '../stage';

/** Somebody types into the node creator what they look for. */
export async function checkSearch(report: Report, { editor }: EditorStage): Promise<void> {
	await editor.openTriggerCreator();

	for (const words of ['svara', 'voice message', 'voice note']) {
		await report.check(`"${words}" finds both nodes first`, async () => {
			const titles = await editor.searchNodes(words);
			assert.deepEqual(titles.slice(0, 2).sort(), ['Svara', 'Svara Voice Note']);
		});
	}
	await editor.screenshot('search');
}
