import assert from 'node:assert/strict';

import type { Report } from '../../../package/report';
import { credentialOf } from '../../accounts';
import { eventually } from '../../eventually';
import { action, tool, trigger } from '../nodes';
import type { EditorStage } from '../stage';

/** Somebody fills in the action, and gives it to an agent. */
export async function checkAction(report: Report, stage: EditorStage): Promise<void> {
	const { editor, api, sandbox } = stage;
	const { type, data } = credentialOf(sandbox, sandbox.accounts.instagramLogin);
	const credentials = { [type]: await api.createCredential(type, 'Café Aroma', data) };
	const recipientId = { __rl: true, mode: 'list', value: '7249', cachedResultName: 'Asha' };
	await editor.openWorkflow({
		nodes: [
			trigger(credentials, { events: ['voiceNote', 'message'] }),
			action(credentials, { recipientId }),
			tool(credentials),
		],
	});

	await report.check('the canvas says in words what each node does', async () => {
		const canvas = editor.find('canvas');
		await canvas.getByText('Instagram: Voice Note, Message').waitFor();
		assert.equal(await canvas.getByText('Send voice note on Instagram').count(), 2);
		await editor.screenshot('canvas');
	});

	await report.check('a recipient does not stay when the platform changes', async () => {
		await editor.openNode('Action');
		const recipient = editor.field('recipientId').locator('input').last();
		assert.equal(await recipient.inputValue(), 'Asha');
		await editor.choose('platform', 'Messenger');
		await eventually('the recipient is empty', async () => (await recipient.inputValue()) === '');
		await editor.screenshot('platform-changed');
		await editor.closeNode();
	});

	await report.check('as a tool, it asks for the URL of the audio', async () => {
		await editor.openNode('Tool');
		await editor.field('audioUrl').waitFor();
		assert.equal(await editor.field('binaryPropertyName').count(), 0);
		await editor.field('audioSource').click();
		const choices = await editor.page.getByRole('option').locator('visible=true').allInnerTexts();
		const names = choices.map((choice) => choice.split('\n')[0]);
		assert.deepEqual(names, ['Attachment ID', 'URL']);
		await editor.page.keyboard.press('Escape');
		await editor.screenshot('tool');
		await editor.closeNode();
	});
}
