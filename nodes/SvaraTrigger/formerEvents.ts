import type { IWebhookFunctions } from 'n8n-workflow';

import type { Events } from '../../lib/ledger';

/** The triggers whose former events this process has taken over. */
const adopted = new Set<string>();

/**
 * Takes over what 0.1 remembered: the last 500 events of a trigger, in the workflow's static data. Meta
 * repeats an event for 36 hours at most, so this file can be deleted some days after nobody updates from
 * 0.1 any more.
 *
 * Once in each process, since n8n 2.41 does not save every change that a webhook makes to static data.
 * @throws LedgerError
 */
export async function adoptFormerEvents(
	context: IWebhookFunctions,
	events: Events,
	toKey: (deduplicationKey: string) => string,
	signal: AbortSignal,
): Promise<void> {
	const data = context.getWorkflowStaticData('node');
	if (!Array.isArray(data.seenEvents)) return;
	const trigger = toKey('');
	if (!adopted.has(trigger)) {
		const former = data.seenEvents.filter((each) => typeof each === 'string');
		const claim = await events.claim(former.map(toKey), signal);
		if (!claim) return;
		await claim.commit();
		adopted.add(trigger);
	}
	delete data.seenEvents;
}
