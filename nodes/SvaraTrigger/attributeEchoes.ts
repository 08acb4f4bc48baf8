import type { IWebhookFunctions } from 'n8n-workflow';

import { LedgerError } from '../../lib/ledger';
import type { WebhookEvent } from '../../lib/webhook';
import { ledgerOf } from '../shared/ledger';
import { isOwnMessage } from '../shared/ownMessages';

/**
 * Says of the echoes that name no app whether this n8n has sent them, or else a person has. Where the
 * ledger does not tell in time, they stay without `sentBy`. Never rejects for the ledger.
 */
export async function attributeEchoes(
	context: IWebhookFunctions,
	events: readonly WebhookEvent[],
	patience: AbortSignal,
): Promise<void> {
	await Promise.all(
		events.map(async ({ json, namesNoApp }) => {
			const { messageId, customerId } = json;
			if (!namesNoApp || typeof messageId !== 'string' || typeof customerId !== 'string') return;
			try {
				const ledger = ledgerOf(context);
				const isOwn = await isOwnMessage(ledger, messageId, customerId, patience);
				if (isOwn !== undefined) json.sentBy = isOwn ? 'this_app' : 'person';
			} catch (fault) {
				if (!(fault instanceof LedgerError)) throw fault;
			}
		}),
	);
}
