import type {
	IDataObject,
	INodeExecutionData,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { LedgerError, type EventClaim } from '../../lib/ledger';
import { receive, type WebhookEvent } from '../../lib/webhook';
import { isShuttingDown } from '../shared/shutdown';
import { attachMedia } from './attachMedia';
import { attributeEchoes } from './attributeEchoes';
import { answer, readRequest, responseOf } from './expressAdapter';
import { claimEvents, passToWorkflow } from './seenEvents';
import { readSettings, type TriggerSettings } from './settings';
import { warnOfRefusal } from './warnOfRefusal';

/**
 * Meta waits five seconds and then delivers again; n8n needs some of them to start the run.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks
 */
const DECIDE_WITHIN_MS = 4_000;
const DOWNLOAD_WITHIN_MS = 3_500;

/** Without items n8n answers 200 and starts nothing. */
const NO_RUN: IWebhookResponseData = {};

/**
 * Answers one request: bytes → verified → events → those not seen before → items → their media. Never
 * throws: n8n records a failed execution for every throw, and anybody can send requests.
 *
 * While n8n is shutting down no run is started, which might be cut off: after a 503 Meta brings the events
 * again.
 */
export async function receiveWebhook(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const deadlines = {
		decide: AbortSignal.timeout(DECIDE_WITHIN_MS),
		download: AbortSignal.timeout(DOWNLOAD_WITHIN_MS),
	};
	try {
		const settings = await readSettings(context);
		const reception = receive(await readRequest(context), settings.webhook);
		if (reception.kind === 'handshake') return answer(context, 200, reception.text);
		if (reception.kind === 'refused') {
			if (reception.reason !== undefined) warnOfRefusal(context, settings, reception.reason);
			return answer(context, reception.status);
		}
		if (reception.warning !== undefined) {
			context.logger.warn(`Svara Trigger cannot use a webhook: ${reception.warning}`);
		}
		return await start(context, settings, reception.events, deadlines);
	} catch (fault) {
		const reason = fault instanceof Error ? fault.message : String(fault);
		const fix = fault instanceof LedgerError ? `. ${fault.fix}` : '';
		context.logger.warn(
			`Svara Trigger could not take a webhook, Meta will repeat it: ${reason}${fix}`,
		);
		return answer(context, fault instanceof LedgerError ? 503 : 500);
	}
}

async function start(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	events: WebhookEvent[],
	deadlines: Record<'decide' | 'download', AbortSignal>,
): Promise<IWebhookResponseData> {
	if (events.length === 0) return NO_RUN;
	if (isShuttingDown()) return answer(context, 503);
	// The editor's test mode shows every event as often as it comes.
	if (!settings.deduplicate || context.getMode() === 'manual') {
		const items = await toItems(context, settings, events, deadlines.download);
		return items.length > 0 ? { workflowData: [items] } : NO_RUN;
	}
	const deduplicationKeys = events
		.map(({ deduplicationKey }) => deduplicationKey)
		.filter((each) => each !== undefined);
	const claim = await claimEvents(context, deduplicationKeys, deadlines.decide);
	// Another delivery of the same event is still on its way into n8n: Meta is to ask again.
	if (claim === undefined) return answer(context, 503);
	try {
		const items = await toItems(context, settings, freshAmong(events, claim), deadlines.download);
		// Meta has given up on this request, and brings its events again.
		if (responseOf(context).destroyed) {
			await claim.release();
			return { noWebhookResponse: true };
		}
		if (isShuttingDown()) {
			await claim.release();
			return answer(context, 503);
		}
		if (items.length > 0) return passToWorkflow(context, claim, items);
		await claim.release();
		return NO_RUN;
	} catch (fault) {
		await claim.release();
		throw fault;
	}
}

/** Each new event once, also where one request holds it twice. */
function freshAmong(events: WebhookEvent[], { fresh }: EventClaim): WebhookEvent[] {
	const left = new Set(fresh);
	return events.filter(
		({ deduplicationKey }) => deduplicationKey === undefined || left.delete(deduplicationKey),
	);
}

async function toItems(
	context: IWebhookFunctions,
	{ binaryPropertyName, credential }: TriggerSettings,
	events: WebhookEvent[],
	deadline: AbortSignal,
): Promise<INodeExecutionData[]> {
	await attributeEchoes(context, events, deadline);
	const items = events.map(({ json }): INodeExecutionData => ({ json: json as IDataObject }));
	if (binaryPropertyName !== undefined) {
		await attachMedia(context, items, { binaryPropertyName, credential, deadline });
	}
	return items;
}
