import assert from 'node:assert/strict';

import type { IDataObject } from 'n8n-workflow';

import type { SandboxAccount } from '../../../../sandbox';
import type { Report } from '../../../package/report';
import { credentialOf } from '../../accounts';
import type { EditorStage } from '../stage';

/** What people see of an account: the credential's test, the list of its customers, the options. */
export async function checkAccounts(report: Report, stage: EditorStage): Promise<void> {
	const { editor, sandbox } = stage;
	const { messenger } = sandbox.accounts;

	await report.check('the credential window says that all is well', async () => {
		await openCredential(stage, messenger);
		await editor.find('credentials-config-container-test-success').waitFor();
		await editor.screenshot('credential-right');
	});

	await report.check('the credential window says what is wrong with an app secret', async () => {
		await openCredential(stage, messenger, { appSecret: 'wrong-secret' });
		await editor.page.getByText('More details').click();
		const dialog = editor.find('credential-edit-dialog');
		await dialog.getByText("Meta does not accept 'App Secret' for the app in 'App ID'").waitFor();
		await editor.screenshot('credential-wrong-secret');
	});

	await report.check('the recipient list says how long people may be answered', async () => {
		await openList(stage, await saveCredential(stage, messenger));
		const names = await editor.find('rlc-item').allInnerTexts();
		const moment = String.raw`\(until \d+ \w+, \d\d:\d\d\)`;
		assert.match(names.join('\n'), new RegExp(`^Asha Rao · open, 2[23] h left ${moment}$`, 'm'));
		assert.match(names.join('\n'), /^Chiara Conti · closed, person may answer 5 d \(until/m);
		await editor.screenshot('recipient-list');

		await editor.find('rlc-search').fill('chi');
		await editor.page.getByText('Asha Rao').waitFor({ state: 'detached' });
		await editor.find('rlc-item').filter({ hasText: 'Chiara' }).waitFor();
		assert.equal(await editor.find('rlc-item').count(), 1);
	});

	await report.check('the recipient list says what to do about an expired token', async () => {
		await openList(stage, await saveCredential(stage, messenger, {}, 'expired'));
		const error = editor.find('rlc-error-container');
		await error.getByText('The access token has expired').waitFor();
		await error.getByText("paste it into 'Page Access Token' of the credential").waitFor();
		await editor.screenshot('recipient-list-expired');
	});

	await report.check('the options are offered in groups', async () => {
		await openNode(stage, await saveCredential(stage, messenger));
		await editor.find('collection-parameter-add').click();
		const options = editor.find('collection-parameter-option');
		await options.first().waitFor();
		const groups = (await options.allInnerTexts()).map((name) => name.trim().split(': ')[0]);
		assert.deepEqual([...new Set(groups)], ['Conversation', 'Delivery', 'Safety', 'Sound']);
		await editor.screenshot('options');
	});
}

async function saveCredential(
	{ api, sandbox }: EditorStage,
	account: SandboxAccount,
	changes: IDataObject = {},
	token: 'valid' | 'expired' = 'valid',
): Promise<{ id: string; name: string }> {
	const { type, data } = credentialOf(sandbox, account, token);
	return await api.createCredential(type, 'Under test', { ...data, ...changes });
}

/** Opens a stored credential, which n8n tests at once. */
async function openCredential(
	stage: EditorStage,
	account: SandboxAccount,
	changes: IDataObject = {},
): Promise<void> {
	const { id } = await saveCredential(stage, account, changes);
	await stage.editor.page.goto(`/home/credentials/${id}`);
	await stage.editor.find('credential-edit-dialog').waitFor();
}

async function openNode(
	{ editor }: EditorStage,
	credential: { id: string; name: string },
): Promise<void> {
	await editor.openWorkflow({
		nodes: [
			{
				id: 'voice',
				name: 'Voice',
				type: 'n8n-nodes-svara.svaraVoiceNote',
				typeVersion: 1,
				position: [0, 0],
				parameters: {
					platform: 'messenger',
					recipientId: { __rl: true, mode: 'list', value: '' },
				},
				credentials: { svaraMessengerApi: credential },
			},
		],
	});
	await editor.openNode('Voice');
}

async function openList(
	stage: EditorStage,
	credential: { id: string; name: string },
): Promise<void> {
	const { editor } = stage;
	await openNode(stage, credential);
	await editor.find('resource-locator-recipientId').locator('input').last().click();
	await editor.find('rlc-item').or(editor.find('rlc-error-container')).first().waitFor();
}
