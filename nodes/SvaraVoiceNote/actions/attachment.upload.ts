import { join } from 'node:path';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { withPrivateFolder } from '../../shared/privateFolder';
import { assertCan } from '../abilities';
import { openCall, toItem } from '../call';
import { upload as uploadFile } from '../handOver';
import { MEDIA_FIELDS, readReadableSource } from '../parameters/fields';
import { readMediaType } from '../parameters/media';
import { readyMedia } from '../readyFile';

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets */
const ATTACHMENT_LIFETIME_MS = 90 * 24 * 3_600_000;

/**
 * Uploads a file once, for any number of messages within 90 days. Nobody gets anything yet.
 * @throws SvaraError, MediaError, AudioError or GraphError
 */
export async function upload(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const call = await openCall(context, itemIndex);
	const { client, platform, options } = call;
	assertCan(client.account.flavour, 'takesUploads');
	const mediaType = readMediaType(context, itemIndex);
	const source = readReadableSource(context, itemIndex, MEDIA_FIELDS);
	return await withPrivateFolder(async (folder) => {
		const where = { path: join(folder, 'in'), timeoutMs: options.timeoutMs() };
		const ready = await readyMedia(call, mediaType, source, where);
		const { attachmentId } = await uploadFile(call, mediaType, ready);
		const expiresAt = new Date(Date.now() + ATTACHMENT_LIFETIME_MS).toISOString();
		return toItem(call, { platform, attachmentId, mediaType, expiresAt });
	});
}
