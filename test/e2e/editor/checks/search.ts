import assert from 'node:assert/strict';

import type { Report } from '../../../package/report';
import type { EditorStage } from '../stage';

const BOTH = ['Svara Trigger', 'Svara Voice Note'];

/** Somebody looks for the nodes and their credentials. */
export async function checkSearch(report: Report, { editor }: EditorStage): Promise<void> {
	await editor.openTriggerCreator();

	await report.check('the package’s name finds both nodes, by their whole names', async () => {
		assert.deepEqual((await editor.searchNodes('svara')).sort(), BOTH);
	});
	await editor.screenshot('search');

	for (const words of [
		'facebook messenger',
		'instagram dm',
		'instagram',
		'voice message',
		'voice note',
	]) {
		await report.check(`"${words}" finds both nodes before all others`, async () => {
			assert.deepEqual((await editor.searchNodes(words)).slice(0, 2).sort(), BOTH);
		});
	}

	await report.check('"send audio" finds the node that sends', async () => {
		const [first] = await editor.searchNodes('send audio');
		assert.equal(first, 'Svara Voice Note');
	});

	await report.check('its first action sends a voice note, and it names the trigger', async () => {
		await editor.searchNodes('voice note');
		await editor.find('node-creator-item-name').getByText('Svara Voice Note').click();
		const details = editor.find('node-creator');
		await details.getByText('Node details').waitFor();
		await details.getByText('To receive them, add Svara Trigger').last().waitFor();
		const actions = await details.innerText();
		assert.match(actions, /Voice Note Actions\s+Send voice note\s+Convert voice note/i);
		await editor.screenshot('actions');
	});

	await report.check('"facebook" finds both credentials', async () => {
		await editor.page.goto('/home/credentials');
		await editor.find('add-resource-credential').click();
		await editor.find('new-credential-type-select').locator('input').fill('svara');
		const found = editor.find('new-credential-type-select-option').locator('visible=true');
		await found.nth(1).waitFor();
		const ours = (await found.allInnerTexts()).sort();
		assert.equal(ours.length, 2);

		await editor.find('new-credential-type-select').locator('input').fill('facebook');
		for (const name of ours) await found.getByText(name, { exact: true }).waitFor();
		await editor.screenshot('credentials');
	});
}
