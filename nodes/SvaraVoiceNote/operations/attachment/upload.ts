import { join } from 'node:path';

import { toItem } from '../../execution/call';
import { upload as uploadFile } from '../../files/deliverFile';
import { prepareMedia } from '../../files/prepareFile';
import { withTempFolder } from '../../files/tempFolder';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { readReadableSource } from '../../parameters/fileSource';
import { MEDIA, READABLE_MEDIA_FIELDS, readMediaType } from '../../parameters/mediaSource';
import { EVERYWHERE, NO_UPLOADS } from '../availability';
import type { Operation } from '../operation';

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets */
const ATTACHMENT_LIFETIME_MS = 90 * 24 * 3_600_000;

/** Uploads a file once, for any number of messages within 90 days. Nobody gets anything yet. */
export const upload: Operation = {
	value: 'upload',
	name: 'Upload',
	description:
		'Upload a file once for many messages within 90 days. Not available with Instagram login.',
	action: 'Upload attachment',
	needs: 'account',
	reachesCustomers: false,
	availability: { ...EVERYWHERE, instagramLogin: NO_UPLOADS },
	fields: READABLE_MEDIA_FIELDS,
	options: CALL_OPTIONS,

	async execute(call) {
		const { platform, timeoutMs } = call;
		const mediaType = readMediaType(call);
		const source = readReadableSource(call, MEDIA);
		return await withTempFolder(async (folder) => {
			const where = { path: join(folder, 'in'), timeoutMs };
			const ready = await prepareMedia(call, mediaType, source, where);
			const { attachmentId } = await uploadFile(call, mediaType, ready);
			const expiresAt = new Date(Date.now() + ATTACHMENT_LIFETIME_MS).toISOString();
			return toItem(call, { platform, attachmentId, mediaType, expiresAt });
		});
	},
};
