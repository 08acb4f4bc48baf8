import assert from 'node:assert/strict';

import type { Report } from '../../../package/report';
import { credentialOf } from '../../accounts';
import { answersHandshake, VERIFY_TOKEN } from '../../loop';
import { trigger } from '../nodes';
import type { EditorStage } from '../stage';

/** Somebody opens a new trigger and sets it up. */
export async function checkTrigger(report: Report, stage: EditorStage): Promise<void> {
	const { editor, api, sandbox, server } = stage;
	const { type, data } = credentialOf(sandbox, sandbox.accounts.instagramLogin);
	const fields = { ...data, verifyToken: VERIFY_TOKEN };
	const credentials = { [type]: await api.createCredential(type, 'Café Aroma', fields) };
	const node = trigger(credentials);
	await editor.openWorkflow({ nodes: [node] });
	const panel = await editor.openNode('Trigger');
	const steps = panel.locator('[class*="notice"] li');

	await report.check('each step of the set-up is a line of its own', async () => {
		await steps.first().waitFor();
		const boxes = await Promise.all((await steps.all()).map((step) => step.boundingBox()));
		assert.ok(boxes.length >= 12, `${boxes.length} steps`);
		for (const [index, box] of boxes.slice(1).entries()) {
			const before = boxes[index];
			assert.ok(box && before && box.y >= before.y + before.height - 1, `step ${index + 2}`);
		}
		const words = (await steps.allInnerTexts()).join('\n');
		for (const each of ['Production URL', 'Test URL', 'Verify Token']) {
			assert.ok(words.includes(each), each);
		}
		await editor.screenshot('trigger-instagram');
		await steps.last().scrollIntoViewIfNeeded();
		await editor.screenshot('trigger-testing');
	});

	await report.check('n8n shows both addresses to copy', async () => {
		await panel.getByText('Webhook URLs', { exact: true }).click();
		await panel.getByText(`${server.url}/webhook-test/${node.webhookId}/webhook`).waitFor();
		await panel.getByText('Production URL', { exact: true }).click();
		await panel.getByText(`${server.url}/webhook/${node.webhookId}/webhook`).waitFor();
	});

	await report.check('the panel beside speaks of customers', async () => {
		await panel.getByText('Receive what customers send').waitFor();
		await panel.getByText('When will this node trigger my flow?').click();
		await panel.getByText('as a customer would, from another account').first().waitFor();
		assert.doesNotMatch(await panel.innerText(), /events (from|in) Svara/);
		await editor.screenshot('trigger-help');
	});

	await report.check('the steps follow platform and registration', async () => {
		await editor.choose('platform', 'Messenger');
		await panel.getByText('the subscription of your Page').waitFor();
		await panel.getByText('In the Instagram app').waitFor({ state: 'detached' });
		await editor.screenshot('trigger-messenger');
		await editor.choose('registration', 'Automatic');
		await panel.getByText('Keep to one workflow an app').waitFor();
		await editor.screenshot('trigger-automatic');
		await editor.choose('registration', 'Manual');
		await editor.choose('platform', 'Instagram');
	});

	await report.check('while it listens, Meta can check the Test URL', async () => {
		const testUrl = `${server.url}/webhook-test/${node.webhookId}/webhook`;
		assert.equal(await answersHandshake(testUrl), false);
		await editor.find('trigger-execute-button').click();
		await editor.find('trigger-listening').waitFor();
		await editor.screenshot('trigger-listening');
		assert.equal(await answersHandshake(testUrl), true);
		assert.equal(await answersHandshake(testUrl), true, 'checking does not end the listening');
	});
}
