import { join } from 'node:path';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import {
	MESSAGE_LIMITS,
	sendMedia,
	type AttachmentType,
	type Handover,
} from '../../../../lib/graph';
import { cancelled } from '../../../shared/failure';
import { withPrivateFolder } from '../../files/privateFolder';
import type { Turn } from '../../execution/runItems';
import { openSending, whileTyping, type Sending } from '../../execution/call';
import { handOver } from '../../files/handOver';
import { messageOptions } from '../../sending/messageOptions';
import { MEDIA_FIELDS, readSource, type FileSource } from '../../parameters/fields';
import { readAdditionalUrls, readMediaType } from '../../parameters/media';
import { invalid } from '../../parameters/options';
import { postOnce } from '../../sending/postOnce';
import { readyMedia } from '../../files/readyFile';
import { sentItem } from '../../sending/sentItem';

/**
 * Sends a file as it is, or several images in one message.
 * @throws SvaraError, MediaError, AudioError or GraphError
 */
export async function sendMediaMessage(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
): Promise<INodeExecutionData> {
	const sending = await openSending(context, itemIndex, turn);
	const type = readMediaType(context, itemIndex);
	const sources = readSources(sending, type);
	const work = async (folder: string) => {
		const handovers = await handOverAll(sending, type, sources, folder);
		if (sending.policy.signal?.aborted) throw cancelled();
		const posted = await postOnce(sending, async (policy) => {
			return await sendMedia(sending.client, type, handovers, messageOptions(sending), policy);
		});
		return sentItem(sending, posted, ({ delivery }) => ({ mediaType: type, delivery }));
	};
	return await whileTyping(sending, async () => await withPrivateFolder(work));
}

function readSources(sending: Sending, type: AttachmentType): [FileSource, ...FileSource[]] {
	const { context, itemIndex, platform } = sending;
	const first = readSource(context, itemIndex, MEDIA_FIELDS);
	if (type !== 'image') return [first];
	const others = readAdditionalUrls(context, itemIndex).map(
		(url) => ({ kind: 'url', url }) as const,
	);
	const { images } = MESSAGE_LIMITS[platform];
	if (others.length < images) return [first, ...others];
	throw invalid(
		`${others.length + 1} images are too many for one message`,
		`Send at most ${images} at once, the first included`,
	);
}

/** One after the other, so that at most one file is on its way at a time. */
async function handOverAll(
	sending: Sending,
	type: AttachmentType,
	[first, ...others]: [FileSource, ...FileSource[]],
	folder: string,
): Promise<[Handover, ...Handover[]]> {
	const handOverOne = async (source: FileSource, index: number): Promise<Handover> => {
		if (source.kind === 'attachmentId') {
			return { delivery: 'attachmentId', attachmentId: source.attachmentId };
		}
		const where = { path: join(folder, `in-${index}`), timeoutMs: sending.request.timeoutMs };
		return await handOver(sending, type, source, await readyMedia(sending, type, source, where));
	};
	const handovers: [Handover, ...Handover[]] = [await handOverOne(first, 0)];
	for (const [index, source] of others.entries()) {
		handovers.push(await handOverOne(source, index + 1));
	}
	return handovers;
}
