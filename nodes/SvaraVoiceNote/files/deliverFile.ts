import { stat } from 'node:fs/promises';

import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { uploadAttachment, type AttachmentType, type MediaDelivery } from '../../../lib/graph';
import { SvaraError } from '../../shared/failure';
import { isPublicHttps } from '../../shared/publicAddress';
import type { Call } from '../execution/call';
import type { DeliveryChoice } from '../parameters/delivery';
import type { ReadableSource } from '../parameters/fileSource';
import { transferBudget } from './byteBudget';
import type { PreparedFile } from './prepareFile';

/** Long enough for Meta's fetch (10 s, a few times), short enough to be of no use later. */
const LINK_LIFETIME = '10 minutes';

/**
 * Gets the bytes to where Meta takes them from, by what the flavour allows and the user chose.
 * Nothing reaches the customer yet.
 * @throws SvaraError `delivery_unavailable`; GraphError from an upload
 */
export async function deliverFile(
	call: Call,
	type: AttachmentType,
	source: ReadableSource,
	prepared: PreparedFile,
	delivery: DeliveryChoice = 'auto',
): Promise<MediaDelivery> {
	switch (delivery) {
		case 'upload':
			return await upload(call, type, prepared);
		case 'signedUrl':
			return await signedUrl(call, type, prepared);
		case 'url':
		case 'auto':
			if (call.client.account.flavour.takesUploads) return await upload(call, type, prepared);
			// Only where Meta gets the bytes that were checked: unconverted, and not behind a redirect.
			if (source.kind === 'url' && prepared.isSameAtUrl && isPublicHttps(source.url)) {
				return { delivery: 'url', nextUrl: async () => source.url };
			}
			return await signedUrl(call, type, prepared);
	}
}

/** @throws SvaraError `cancelled`, GraphError */
export async function upload(
	{ client, policy }: Call,
	type: AttachmentType,
	{ file }: PreparedFile,
): Promise<Extract<MediaDelivery, { delivery: 'upload' | 'attachmentId' }>> {
	const { size: sizeBytes } = await stat(file.path);
	const attachmentId = await uploadAttachment(client, type, file, {
		...policy,
		whenThereIsRoom: async (attempt) =>
			await transferBudget.spend(sizeBytes, attempt, policy.signal),
	});
	return { delivery: 'upload', attachmentId, file };
}

async function signedUrl(
	{ context, client }: Call,
	type: AttachmentType,
	prepared: PreparedFile,
): Promise<MediaDelivery> {
	const stored = await prepared.stored();
	const nextUrl = async () => sign(context, type, stored);
	if (client.account.isMetaHost && !isPublicHttps(await nextUrl())) {
		throw new SvaraError(
			'delivery_unavailable',
			`Meta cannot fetch the ${type} from this n8n: its own address is not a public https one`,
			`Set WEBHOOK_URL to n8n's public https address and restart n8n; or use a URL as the source, or a credential with the login type Facebook`,
		);
	}
	return { delivery: 'signedUrl', nextUrl };
}

function sign(context: IExecuteFunctions, type: AttachmentType, stored: IBinaryData): string {
	try {
		return context.helpers.createBinarySignedUrl(stored, LINK_LIFETIME);
	} catch {
		throw new SvaraError(
			'delivery_unavailable',
			`n8n keeps files in memory here, so Meta cannot fetch the ${type} from it`,
			'Set N8N_DEFAULT_BINARY_DATA_MODE=filesystem and restart n8n; or use a URL as the source, or a credential with the login type Facebook',
		);
	}
}
