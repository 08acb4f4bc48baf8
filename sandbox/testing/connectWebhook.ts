import type { Webhooks } from '../dashboard/webhooks';
import type { SandboxAccount } from '../model/accounts';
import { GraphError, renderError } from '../model/graphError';
import { FIELDS, WEBHOOK_RULES } from '../webhooks/fields';
import type { ByName } from './names';

export interface WebhookOptions extends ByName {
	/** What the callback expects in `hub.verify_token`. */
	verifyToken: string;
	/** Default: messages, postbacks and reactions. */
	fields?: readonly string[];
}

const DEFAULT_FIELDS = ['messages', 'messaging_postbacks', 'message_reactions'];

/**
 * Subscribes a callback at both levels: the app's, after the handshake, and the account's.
 * @throws Error in Meta's words, if the callback does not answer the handshake or there is no such field
 */
export async function connectWebhook(
	webhooks: Webhooks,
	account: SandboxAccount,
	callbackUrl: string,
	{ verifyToken, fields = DEFAULT_FIELDS }: WebhookOptions,
): Promise<void> {
	await webhooks
		.setInDashboard(account, { callbackUrl, verifyToken, fields })
		.catch((cause: unknown) => {
			if (!(cause instanceof GraphError)) throw cause;
			const { message } = renderError(cause, 'graph.instagram.com', 'en', '').body.error;
			throw new Error(`${callbackUrl} was not connected. ${message}`, { cause });
		});
	const { accountObject } = WEBHOOK_RULES[account.flavour];
	// A Page's edge knows other fields than Instagram's app, which then gets all of its own.
	const known = fields.filter((field) => FIELDS[accountObject].includes(field));
	webhooks.subscribeAccount(account, known.length > 0 ? known : ['messages']);
}
