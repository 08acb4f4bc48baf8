import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import type { Report } from '../../package/report';
import { credentialOf } from '../accounts';
import { RECORDING } from '../loop';
import type { Stage } from '../stage';
import { webhookPath, webhookToNote } from '../workflows';

const DAY_MS = 24 * 3_600_000;

/** n8n stores a renewed token in the credential, and later executions use it. */
export async function checkRenewing(report: Report, stage: Stage): Promise<void> {
	const { sandbox, server, api } = stage;
	const account = sandbox.addAccount('instagramLogin');
	const { open } = account.recipients;
	const { type, data } = credentialOf(sandbox, account);
	const credential = await api.createCredential(type, 'Renewing', {
		...data,
		renewAutomatically: true,
	});
	const parameters = {
		platform: 'instagram',
		recipientId: { __rl: true, mode: 'id', value: open.id },
	};
	await api.activate(webhookToNote('renewing', parameters, { [type]: credential }));
	const recording = await readFile(RECORDING);

	const pass = (days: number) => {
		sandbox.clock.advance(days * DAY_MS);
		open.lastWroteAt = sandbox.clock.now();
	};
	const send = async () => {
		const response = await fetch(server.url + webhookPath('renewing'), {
			method: 'POST',
			headers: { 'content-type': 'audio/mp4' },
			body: recording,
		});
		assert.equal(response.status, 200, await response.text());
	};

	await report.check('five executions at once renew a token once', async () => {
		pass(30);
		// The examples renew tokens of their own.
		const before = sandbox.requests.length;
		await Promise.all([send(), send(), send(), send(), send()]);
		const renewals = sandbox.requests
			.slice(before)
			.filter(({ path }) => path.endsWith('/refresh_access_token'));
		assert.equal(renewals.length, 1);
	});
	await report.check('the renewed token sends when the pasted one has died', async () => {
		pass(31);
		const isDead = await fetch(`${sandbox.baseUrl('instagramLogin')}/me?fields=user_id`, {
			headers: { authorization: `Bearer ${account.tokens.valid}` },
		});
		assert.equal(isDead.ok, false);
		await send();
		assert.equal(sandbox.messages.filter((each) => each.recipientId === open.id).length, 6);
	});
}
