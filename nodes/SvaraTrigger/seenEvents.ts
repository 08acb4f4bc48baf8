import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { EventMemory, type Claim } from '../../lib/webhook';
import { onAnswer, responseOf } from './exchange';

/** About a day of a busy account: Meta repeats what failed for an hour (Messenger) to 36 hours (Instagram). */
const REMEMBERED_EVENTS = 10_000;

/** Least recently used first past this many triggers in one process. */
const MAX_TRIGGERS = 200;

/** What survives a restart. n8n rewrites the workflow's static data as a whole: 500 are 13 kB. */
const STORED_EVENTS = 500;

interface Memory {
	events: EventMemory;
	/** The static data of requests that n8n has not answered yet, and may save as late as that. */
	unsaved: Set<IDataObject>;
}

const memories = new Map<string, Memory>();

/** The memory of one trigger in one workflow, in this process. */
function memoryOf(context: IWebhookFunctions): Memory {
	const key = `${context.getWorkflow().id}:${context.getNode().id}`;
	const memory = memories.get(key) ?? {
		events: new EventMemory(REMEMBERED_EVENTS),
		unsaved: new Set(),
	};
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
	identities: string[],
	signal: AbortSignal,
): Promise<Claim | undefined> {
	return await memoryOf(context).events.claim(identities, new Set(storedBy(context)), signal);
}

/**
 * Hands the events over to n8n. They count as seen once it has answered with a 2xx: a run that could
 * not start must leave Meta's repetition its chance. n8n saves static data only with such an answer too.
 */
export function handOver(context: IWebhookFunctions, claim: Claim): void {
	const { events, unsaved } = memoryOf(context);
	const seenEvents = events.recent(STORED_EVENTS, storedBy(context));
	const data = context.getWorkflowStaticData('node');
	// Each request has a copy of the data, and whichever n8n saves last stands: all are to know the same.
	unsaved.add(data);
	for (const each of unsaved) each.seenEvents = seenEvents;
	onAnswer(responseOf(context), (isAccepted) => {
		unsaved.delete(data);
		if (isAccepted) claim.commit();
		else claim.release();
	});
}

function storedBy(context: IWebhookFunctions): string[] {
	const { seenEvents } = context.getWorkflowStaticData('node');
	const stored: unknown[] = Array.isArray(seenEvents) ? seenEvents : [];
	return stored.filter((each) => typeof each === 'string');
}
