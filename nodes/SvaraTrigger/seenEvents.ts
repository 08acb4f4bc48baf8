import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { hashedKey, type EventClaim } from '../../lib/ledger';
import { ledgerOf } from '../shared/ledger';
import { onAnswer, responseOf } from './expressAdapter';
import { adoptFormerEvents } from './formerEvents';

/** The ledger's key of an event that comes to this trigger in this workflow. */
const ledgerKeyIn = (context: IWebhookFunctions) => {
	const workflowId = context.getWorkflow().id ?? '';
	const nodeId = context.getNode().id;
	return (deduplicationKey: string) => hashedKey('event', workflowId, nodeId, deduplicationKey);
};

/**
 * Claims the events that are new to this trigger, in all processes that share the ledger.
 * @returns undefined if another delivery of one of them was still undecided when the signal came;
 *   `fresh` holds deduplication keys
 * @throws LedgerError if the ledger cannot be reached
 */
export async function claimEvents(
	context: IWebhookFunctions,
	deduplicationKeys: readonly string[],
	signal: AbortSignal,
): Promise<EventClaim | undefined> {
	const { events } = ledgerOf(context);
	const toKey = ledgerKeyIn(context);
	await adoptFormerEvents(context, events, toKey, signal);
	const claim = await events.claim(deduplicationKeys.map(toKey), signal);
	if (!claim) return undefined;
	const isFresh = (deduplicationKey: string) => claim.fresh.has(toKey(deduplicationKey));
	return { ...claim, fresh: new Set(deduplicationKeys.filter(isFresh)) };
}

/**
 * What n8n needs to start a run with the events' items. They count as seen once n8n has answered that it
 * did: a run that could not start must leave Meta's repetition its chance.
 */
export function passToWorkflow(
	context: IWebhookFunctions,
	claim: EventClaim,
	items: INodeExecutionData[],
): IWebhookResponseData {
	onAnswer(responseOf(context), (isAccepted) => {
		void (isAccepted ? claim.commit() : claim.release());
	});
	return { workflowData: [items] };
}
