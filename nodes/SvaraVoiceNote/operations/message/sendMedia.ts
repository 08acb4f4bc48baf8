import { join } from 'node:path';

import {
	MESSAGE_LIMITS,
	sendMedia as postMedia,
	type AttachmentType,
	type MediaDelivery,
	type SendPolicy,
} from '../../../../lib/graph';
import { cancelled } from '../../../shared/failure';
import type { Sending } from '../../execution/call';
import { deliverFile } from '../../files/deliverFile';
import { prepareMedia } from '../../files/prepareFile';
import { withTempFolder } from '../../files/tempFolder';
import { additionalImages, readAdditionalImages } from '../../parameters/additionalImages';
import { readSource, type FileSource } from '../../parameters/fileSource';
import { MEDIA, MEDIA_FIELDS, readMediaType } from '../../parameters/mediaSource';
import { MESSAGE_OPTIONS, onUnknownOutcome } from '../../parameters/sendOptions';
import { invalid } from '../../parameters/values';
import { messageOptions } from '../../sending/messageOptions';
import { postOnce } from '../../sending/postOnce';
import { sentItem } from '../../sending/sentItem';
import { whileTyping } from '../../sending/whileTyping';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** Sends a file as it is, or several images in one message. */
export const sendMedia: Operation = {
	value: 'sendMedia',
	name: 'Send Media',
	description: 'Send an image, several images, a video, audio or a file as it is',
	action: 'Send media',
	needs: 'message',
	reachesCustomers: true,
	availability: EVERYWHERE,
	fields: [...MEDIA_FIELDS, additionalImages],
	options: [...MESSAGE_OPTIONS, onUnknownOutcome],

	async execute(sending) {
		const type = readMediaType(sending);
		const sources = readSources(sending, type);
		const work = async (folder: string) => {
			const deliveries = await deliverAll(sending, type, sources, folder);
			if (sending.policy.signal?.aborted) throw cancelled();
			const post = async (policy: SendPolicy) =>
				await postMedia(sending.client, type, deliveries, messageOptions(sending), policy);
			const posted = await postOnce(sending, post, { kind: type });
			return sentItem(sending, posted, ({ delivery }) => ({ mediaType: type, delivery }));
		};
		return await whileTyping(sending, async () => await withTempFolder(work));
	},
};

function readSources(sending: Sending, type: AttachmentType): [FileSource, ...FileSource[]] {
	const first = readSource(sending, MEDIA);
	if (type !== 'image') return [first];
	const others = readAdditionalImages(sending).map((url) => ({ kind: 'url', url }) as const);
	const { images } = MESSAGE_LIMITS[sending.platform];
	if (others.length < images) return [first, ...others];
	throw invalid(
		`${others.length + 1} images are too many for one message`,
		`Send at most ${images} at once, the first included`,
	);
}

/** One after the other, so that at most one file is on its way at a time. */
async function deliverAll(
	sending: Sending,
	type: AttachmentType,
	[first, ...others]: [FileSource, ...FileSource[]],
	folder: string,
): Promise<[MediaDelivery, ...MediaDelivery[]]> {
	const deliverOne = async (source: FileSource, index: number): Promise<MediaDelivery> => {
		if (source.kind === 'attachmentId') {
			return { delivery: 'attachmentId', attachmentId: source.attachmentId };
		}
		const where = { path: join(folder, `in-${index}`), timeoutMs: sending.timeoutMs };
		return await deliverFile(
			sending,
			type,
			source,
			await prepareMedia(sending, type, source, where),
		);
	};
	const deliveries: [MediaDelivery, ...MediaDelivery[]] = [await deliverOne(first, 0)];
	for (const [index, source] of others.entries()) {
		deliveries.push(await deliverOne(source, index + 1));
	}
	return deliveries;
}
