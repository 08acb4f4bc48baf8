import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { splitSecrets, type Platform } from '../../lib/graph';
import {
	EVENT_NAMES,
	META_SIGNATURE_HEADER,
	type EventName,
	type WebhookSettings,
} from '../../lib/webhook';
import { CREDENTIAL_TYPES } from '../shared/account';
import { toText } from '../shared/toText';

/** Everything the node's parameters and its credential say. */
export interface TriggerSettings {
	platform: Platform;
	webhook: WebhookSettings;
	registration: 'manual' | 'automatic';
	replaceExisting: boolean;
	deduplicate: boolean;
	/** The binary field for media; undefined where nothing is to be downloaded. */
	binaryPropertyName?: string;
	/** As stored; lib/graph makes an account of it. */
	credential: IDataObject;
}

/** Reads the parameters, and makes of both what the rooms want. Rejects where an expression fails. */
export async function readSettings(
	context: IWebhookFunctions | IHookFunctions,
): Promise<TriggerSettings> {
	const platform = context.getNodeParameter('platform', 'instagram') as Platform;
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const credential = await context.getCredentials<IDataObject>(CREDENTIAL_TYPES[platform]);
	const events = context.getNodeParameter('events', ['message']) as EventName[];
	const text = (value: unknown, fallback: string) => toText(value) || fallback;
	return {
		platform,
		webhook: {
			platform,
			events: new Set(events.filter((event) => EVENT_NAMES.includes(event))),
			accountIds: new Set(listOf(options.accountIds)),
			ownIds: new Set([toText(credential.igUserId), toText(credential.pageId)].filter(Boolean)),
			includeRaw: options.includeRaw === true,
			secrets: splitSecrets(toText(credential.appSecret)),
			verifyToken: toText(credential.verifyToken),
			signatureHeader: text(options.signatureHeader, META_SIGNATURE_HEADER).toLowerCase(),
			allowUnsigned: options.allowUnsigned === true,
			handshakeReply: options.handshakeReply === 'verifyToken' ? 'verifyToken' : 'challenge',
		},
		registration:
			context.getNodeParameter('registration', 'manual') === 'automatic' ? 'automatic' : 'manual',
		replaceExisting: options.replaceExisting === true,
		deduplicate: options.deduplicate !== false,
		...(options.downloadMedia === true
			? { binaryPropertyName: text(options.binaryPropertyName, 'data') }
			: {}),
		credential,
	};
}

/** One id a row, or several in one text, as an expression may give them. */
function listOf(value: unknown): string[] {
	const rows: unknown[] = Array.isArray(value) ? value : [value];
	return rows.flatMap((row) => toText(row).split(/[\s,]+/)).filter((id) => id !== '');
}
