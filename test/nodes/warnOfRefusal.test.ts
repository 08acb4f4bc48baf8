import type { IWebhookFunctions } from 'n8n-workflow';

import type { RefusalReason } from '../../lib/webhook';
import type { TriggerSettings } from '../../nodes/SvaraTrigger/settings';
import { warnOfRefusal } from '../../nodes/SvaraTrigger/warnOfRefusal';

const MINUTE_MS = 60_000;

const settings = (platform = 'instagram', signatureHeader = 'x-hub-signature-256') =>
	({ platform, webhook: { signatureHeader } }) as TriggerSettings;

/** n8n's context as far as a warning needs it, and what was logged through it. */
function webhookOf(workflowId: string, name = 'default') {
	const lines: string[] = [];
	const context = {
		getWorkflow: () => ({ id: workflowId, name: 'Answers' }),
		getNode: () => ({ id: 'n', name: 'Trigger' }),
		getWebhookName: () => name,
		getMode: () => 'webhook',
		logger: { warn: (line: string) => lines.push(line) },
	} as unknown as IWebhookFunctions;
	return { context, lines };
}

it('warns once a minute for each webhook, however many requests are refused', () => {
	const [one, other, handshakes] = [webhookOf('1'), webhookOf('2'), webhookOf('1', 'setup')];
	for (const { context } of [one, other, handshakes]) {
		for (let at = 0; at < MINUTE_MS; at += 1000) {
			warnOfRefusal(context, settings(), 'signatureWrong', at);
		}
	}
	expect([one, other, handshakes].map(({ lines }) => lines.length)).toEqual([1, 1, 1]);
	warnOfRefusal(one.context, settings(), 'signatureWrong', MINUTE_MS);
	expect(one.lines).toHaveLength(2);
});

it.each<[RefusalReason, TriggerSettings, RegExp]>([
	['signatureWrong', settings(), /fits no 'App Secret'.*Instagram app secret.*a proxy/],
	['signatureWrong', settings('messenger'), /fits no 'App Secret'(?!.*Instagram).*a proxy/],
	['signatureMissing', settings(), /no signature \(x-hub-signature-256\).*a proxy/],
	['signatureMissing', settings('instagram', 'x-own'), /header x-own.*'Signature Header'/],
	['secretMissing', settings(), /'App Secret' is empty.*Copy it/],
	['verifyTokenWrong', settings(), /'Verify Token'.*paste the same token/],
	['verifyTokenIsSecret', settings(), /is also an 'App Secret'.*Choose another/],
])('says what %s means, and what to do', (reason, given, says) => {
	const { context, lines } = webhookOf(`${reason} ${says.source}`);
	warnOfRefusal(context, given, reason, 0);
	expect(lines).toEqual([expect.stringMatching(says)]);
	expect(lines[0]).toMatch(
		/^Svara Trigger refused a webhook for 'Trigger' in the workflow 'Answers': /,
	);
});
