import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import type { Flavour, RecipientRole } from '../../../sandbox';
import type { Report } from '../../package/report';
import { credentialOf, FLAVOURS, platformOf } from '../accounts';
import { REPOSITORY, type Stage } from '../stage';
import { webhookPath, webhookToNote } from '../workflows';

/** A recording that comes in through a production webhook goes out as a voice note. */
export async function checkSending(report: Report, stage: Stage): Promise<void> {
	const recording = await readFile(join(REPOSITORY, 'examples/voice-note.ogg'));

	for (const flavour of FLAVOURS) {
		await report.check(
			`an Ogg recording arrives as a voice note that plays (${flavour})`,
			async () => {
				await activate(stage, `send-${flavour}`, flavour, 'open');
				const { status, json } = await call(stage, `send-${flavour}`, recording);

				assert.equal(status, 200, JSON.stringify(json));
				const [sent, ...more] = stage.sandbox.messages.filter((each) => each.flavour === flavour);
				assert.ok(sent?.attachment && more.length === 0, 'one message arrived');
				assert.equal(sent.kind, 'audio');
				assert.equal(sent.recipientId, stage.sandbox.accounts[flavour].recipients.open.id);
				const { container, codec, isFastStart, source } = sent.attachment;
				assert.deepEqual({ container, codec, isFastStart }, PLAYABLE);
				assert.equal(source, flavour === 'instagramLogin' ? 'url' : 'attachmentId');
				assert.equal(json.messageId, sent.messageId);
				assert.equal(json.status, 'sent');
			},
		);
	}

	await report.check("Meta fetched it through n8n's own signed URL (instagramLogin)", () => {
		const urls = stage.sandbox.requests
			.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'))
			.flatMap(({ body }) => JSON.stringify(body).match(/https?:[^"\\]+/g) ?? []);
		assert.equal(urls.length, 1);
		assert.ok(urls[0]?.startsWith(`${stage.server.url}/rest/binary-data/signed?token=`), urls[0]);
	});

	for (const flavour of FLAVOURS) {
		await report.check(`a closed window is told in the stored execution (${flavour})`, async () => {
			const name = `closed-${flavour}`;
			const workflowId = await activate(stage, name, flavour, 'windowClosed');
			const { status } = await call(stage, name, recording);
			const [execution, ...more] = await stage.api.finishedExecutions(workflowId, 1);

			assert.equal(status, 500);
			assert.ok(execution && more.length === 0, 'one execution');
			assert.equal(execution.status, 'error');
			const { message, description } = execution.data.resultData.error!;
			assert.match(message, /^The 24-hour messaging window is closed.* \[item 0\]$/);
			assert.match(description ?? '', /^Wait until the customer writes again\./);
		});
	}
}

/** What every player of Instagram and Messenger takes. */
const PLAYABLE = { container: 'm4a', codec: 'aac', isFastStart: true };

/** Saves a credential, and a workflow that sends with it; resolves with the workflow's id. */
async function activate(
	{ api, sandbox }: Stage,
	name: string,
	flavour: Flavour,
	recipient: RecipientRole,
): Promise<string> {
	const account = sandbox.accounts[flavour];
	const { type, data } = credentialOf(sandbox, account);
	const parameters = {
		platform: platformOf(flavour),
		recipientId: {
			__rl: true,
			mode: 'id',
			value: account.recipients[recipient].id,
		},
	};
	const credential = await api.createCredential(type, name, data);
	return await api.activate(webhookToNote(name, parameters, { [type]: credential }));
}

async function call(
	{ server }: Stage,
	name: string,
	recording: Buffer,
): Promise<{ status: number; json: IDataObject }> {
	const response = await fetch(server.url + webhookPath(name), {
		method: 'POST',
		headers: { 'content-type': 'audio/ogg' },
		body: recording,
	});
	return { status: response.status, json: (await response.json()) as IDataObject };
}
