import {
	ExpressionError,
	type IDataObject,
	type IHookFunctions,
	type IWebhookFunctions,
} from 'n8n-workflow';

import { splitSecrets } from '../../lib/graph';
import type { Platform } from '../../lib/platform';
import {
	EVENT_NAMES,
	HANDSHAKE_REPLIES,
	META_SIGNATURE_HEADER,
	type WebhookSettings,
} from '../../lib/webhook';
import { CREDENTIAL_TYPES } from '../shared/account';
import { toId } from '../shared/ids';
import { readPlatform } from '../shared/platformField';
import { toText } from '../shared/toText';
import { credentialNeedsItem } from './refusals';

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

/**
 * Reads the parameters and the credential, and checks both. Rejects where an expression fails, with
 * a SvaraError where the credential's needs an item, the platform is unknown or an account's id has
 * lost digits.
 */
export async function readSettings(
	context: IWebhookFunctions | IHookFunctions,
): Promise<TriggerSettings> {
	const platform = readPlatform(context.getNodeParameter('platform', 'instagram'));
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const credential = await readCredential(context, platform);
	const events = textsOf(context.getNodeParameter('events', ['message']));
	const text = (value: unknown, fallback: string) => toText(value) || fallback;
	return {
		platform,
		webhook: {
			platform,
			events: new Set(EVENT_NAMES.filter((event) => events.includes(event))),
			accountIds: new Set(idsOf(options.accountIds)),
			ownIds: new Set([toText(credential.igUserId), toText(credential.pageId)].filter(Boolean)),
			ownAppId: toText(credential.appId) || undefined,
			includeRaw: options.includeRaw === true,
			secrets: splitSecrets(toText(credential.appSecret)),
			verifyToken: toText(credential.verifyToken),
			signatureHeader: text(options.signatureHeader, META_SIGNATURE_HEADER).toLowerCase(),
			allowUnsigned: options.allowUnsigned === true,
			handshakeReply:
				HANDSHAKE_REPLIES.find((each) => each === options.handshakeReply) ?? 'challenge',
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

/** Nothing has run when a webhook comes or is set up, so that expressions with `$json` have no value. */
async function readCredential(
	context: IWebhookFunctions | IHookFunctions,
	platform: Platform,
): Promise<IDataObject> {
	try {
		return await context.getCredentials<IDataObject>(CREDENTIAL_TYPES[platform]);
	} catch (thrown) {
		throw thrown instanceof ExpressionError ? credentialNeedsItem() : thrown;
	}
}

/** Several rows, or all in one text, as an expression may give them. */
function textsOf(value: unknown): string[] {
	const rows: unknown[] = Array.isArray(value) ? value : [value];
	return rows.flatMap((row) => toText(row).split(/[\s,]+/)).filter((text) => text !== '');
}

function idsOf(value: unknown): string[] {
	const rows: unknown[] = Array.isArray(value) ? value : [value];
	return rows.flatMap((row) => textsOf(toId(row, 'Account IDs')));
}
