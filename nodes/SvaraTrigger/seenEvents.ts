import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { EventMemory, type Claim } from '../../lib/webhook';
import { onAnswer, responseOf } from './expressAdapter';

/** About a day of a busy account: Meta repeats what failed for an hour (Messenger) to 36 hours (Instagram). */
const REMEMBERED_EVENTS = 10_000;

/** Least recently used first past this many triggers in one process. */
const MAX_TRIGGERS = 200;

/** What survives a restart. n8n rewrites the workflow's static data as a whole: 500 are 13 kB. */
const STORED_EVENTS = 500;

const memories = new Map<string, EventMemory>();

/** The memory of one trigger in one workflow, in this process. */
function memoryOf(context: IWebhookFunctions): EventMemory {
	const key = `${context.getWorkflow().id}:${context.getNode().id}`;
	const memory = memories.get(key) ?? new EventMemory(REMEMBERED_EVENTS);
	memories.delete(key);
	memories.set(key, memory);
	for (const oldest of memories.keys()) {
		if (memories.size <= MAX_TRIGGERS) break;
		memories.delete(oldest);
	}
	return memory;
}

/**
 * Claims the events that are news for this trigger.
 * @returns undefined if another delivery of one of them was still undecided when the signal came
 */
export async function claimEvents(
	context: IWebhookFunctions,
	deduplicationKeys: string[],
	signal: AbortSignal,
): Promise<Claim | undefined> {
	return await memoryOf(context).claim(deduplicationKeys, new Set(storedBy(context)), signal);
}

/**
 * What n8n needs to start a run with the events' items. They count as seen once the run has started: one
 * that could not must leave Meta's repetition its chance.
 */
export function passToWorkflow(
	context: IWebhookFunctions,
	claim: Claim,
	items: INodeExecutionData[],
): IWebhookResponseData {
	const memory = memoryOf(context);
	onAnswer(responseOf(context), (isAccepted) => {
		if (isAccepted) claim.commit();
		else claim.release();
	});
	return {
		workflowData: [items],
		/**
		 * The answer to Meta, which stays n8n's own. A getter, because n8n reads it between the start of the
		 * run and the moment it saves the static data (`executeWebhook` in its `webhook-helpers.ts`), and
		 * what was written before the start is not saved: starting takes the mark of a change off again
		 * (`establishContextForPersistence` in its `workflow-runner.ts`). As of n8n 2.41.
		 */
		get webhookResponse() {
			claim.commit();
			const data = context.getWorkflowStaticData('node');
			data.seenEvents = memory.recent(STORED_EVENTS, storedBy(context));
			return undefined;
		},
	};
}

function storedBy(context: IWebhookFunctions): string[] {
	const { seenEvents } = context.getWorkflowStaticData('node');
	const stored: unknown[] = Array.isArray(seenEvents) ? seenEvents : [];
	return stored.filter((each) => typeof each === 'string');
}
