import assert from 'node:assert/strict';

import type { Report } from '../../package/report';
import { credentialOf, FLAVOURS } from '../accounts';
import type { Stage } from '../stage';

/** What the credential window says. */
export async function checkCredentials(report: Report, { api, sandbox }: Stage): Promise<void> {
	for (const flavour of FLAVOURS) {
		await report.check(`the credential test connects (${flavour})`, async () => {
			const { type, data } = credentialOf(sandbox, sandbox.accounts[flavour]);
			const { status, message } = await api.testCredential(type, data);

			assert.equal(status, 'OK', message);
			assert.match(message, /^Connected to/);
		});
		await report.check(`the credential test finds a wrong app secret (${flavour})`, async () => {
			const { type, data } = credentialOf(sandbox, sandbox.accounts[flavour]);
			const wrong = { ...data, appSecret: 'wrong-secret' };
			const { status, message } = await api.testCredential(type, wrong);

			assert.equal(status, 'Error');
			assert.match(message, /^Meta does not accept 'App Secret'.*Copy both from your Meta app/);
			assert.doesNotMatch(message, /wrong-secret/);
		});
		await report.check(
			`the credential test says what to do about an expired token (${flavour})`,
			async () => {
				const { type, data } = credentialOf(sandbox, sandbox.accounts[flavour], 'expired');
				const { status, message } = await api.testCredential(type, data);

				assert.equal(status, 'Error');
				assert.match(message, /expired\. Create a new token/);
			},
		);
	}
}
