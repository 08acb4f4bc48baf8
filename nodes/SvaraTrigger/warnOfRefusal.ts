import type { IWebhookFunctions } from 'n8n-workflow';

import { META_SIGNATURE_HEADER, type RefusalReason } from '../../lib/webhook';
import type { TriggerSettings } from './settings';

/** Anybody can send requests, and the log is not theirs to fill. */
const QUIET_MS = 60_000;

/** When each webhook last warned; as many entries as this n8n has had triggers refuse something. */
const warnedAt = new Map<string, number>();

/**
 * Says in n8n's log that a request was refused, why that probably is and what to do: at most once a
 * minute for each webhook, and nothing of the request itself. Whoever sent it is not told.
 * @param now ms of a clock that is never set back
 */
export function warnOfRefusal(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	reason: RefusalReason,
	now = performance.now(),
): void {
	const { id: workflowId = '', name = '' } = context.getWorkflow();
	const node = context.getNode();
	const webhook = [workflowId, node.id, context.getWebhookName(), context.getMode()].join('/');
	const last = warnedAt.get(webhook);
	if (last !== undefined && now - last < QUIET_MS) return;
	warnedAt.set(webhook, now);
	context.logger.warn(
		`Svara Trigger refused a webhook for '${node.name}' in the workflow '${name}': ${explain(reason, settings)}`,
	);
}

function explain(reason: RefusalReason, { platform, webhook }: TriggerSettings): string {
	const header = webhook.signatureHeader;
	switch (reason) {
		case 'signatureWrong': {
			const orInstagrams =
				platform === 'instagram' ? ', and behind it, after a comma, the Instagram app secret' : '';
			return `its signature fits no 'App Secret' of the credential. Copy the app secret from your Meta app under App settings > Basic${orInstagrams}; if it is right, a proxy in front of n8n changes the body, or the request is not from Meta`;
		}
		case 'signatureMissing':
			return header === META_SIGNATURE_HEADER
				? `it has no signature (${header}). It is not from Meta, or a proxy in front of n8n removes that header`
				: `it has no signature in the header ${header}. Check the option 'Signature Header' against what your gateway sends`;
		case 'secretMissing':
			return "'App Secret' is empty in the credential. Copy it from your Meta app under App settings > Basic";
		case 'verifyTokenWrong':
			return "it does not carry the credential's 'Verify Token'. When you set the webhook up, paste the same token into Meta's form, and into the credential if it is empty there; a browser that opens the address ends here too";
		case 'verifyTokenIsSecret':
			return "'Verify Token' is also an 'App Secret' of the credential, and 'Handshake Reply' would tell it to anybody. Choose another verify token";
	}
}
