import { acceptFetched, acceptUploaded } from '../../media/accept';
import { fetchMedia } from '../../media/fetch';
import type { SandboxAccount } from '../../model/accounts';
import { FLAVOURS, MAX_MEDIA_BYTES, type FlavourRules, type MediaType } from '../../model/flavours';
import { GraphError } from '../../model/graphError';
import type { Media, MediaSource } from '../../model/media';
import type { World } from '../../world/world';
import type { Call } from '../call';
import type { GraphRequest } from '../request';
import { isMediaType, type AttachmentPlan } from './content';
import { readUpload } from './validate';

/** An attachment whose bytes are at hand and acceptable. */
export interface InspectedMedia {
	type: MediaType;
	media: Media;
	source: MediaSource;
}

/**
 * Gets and inspects the bytes an attachment stands for; `undefined` for those that carry none.
 * @throws GraphError 100/2018008 (fetch), 2018047 (bytes), 2018074 (id), 2018109 (size), 546 (type)
 */
export async function inspectAttachment(
	plan: AttachmentPlan,
	world: World,
	account: SandboxAccount,
	request: GraphRequest,
	signal: AbortSignal,
): Promise<InspectedMedia | undefined> {
	const rules = FLAVOURS[account.flavour];
	const { source } = plan;
	if (source.from === 'nothing' || source.from === 'template') return undefined;
	if (source.from === 'post') {
		if (!account.postIds.includes(source.postId)) throw new GraphError('postUnknown');
		return undefined;
	}
	if (source.from === 'attachmentId') {
		return storedMedia(world, account, plan.type, source.attachmentId);
	}
	if (!isMediaType(plan.type)) throw new GraphError('invalidMessageData');
	const media =
		source.from === 'url'
			? await fetchedMedia(source.url, plan.type, rules, world, signal)
			: uploadedMedia(plan.type, rules, request);
	return { type: plan.type, media, source: source.from === 'url' ? 'url' : 'multipart' };
}

/** `POST …/message_attachments`: keeps the media for 90 days. */
export async function uploadAttachment(call: Call): Promise<{ attachment_id: string }> {
	const { world, account, request, signal } = call;
	const { content } = readUpload(request, FLAVOURS[account.flavour]);
	const plan = content.attachments[0];
	if (plan === undefined || plan.source.from === 'attachmentId')
		throw new GraphError('messageEmpty');
	const inspected = await inspectAttachment(plan, world, account, request, signal);
	if (inspected === undefined) throw new GraphError('invalidMessageData');
	return { attachment_id: world.storeAttachment(account, inspected.type, inspected.media).id };
}

/** An id is good for its owner, for 90 days, and as the type it was uploaded as. */
function storedMedia(
	world: World,
	account: SandboxAccount,
	type: string,
	attachmentId: string,
): InspectedMedia {
	const stored = world.findAttachment(account, attachmentId);
	if (stored === undefined) throw new GraphError('attachmentUnknown');
	// Meta's Instagram upload page sends whatever was uploaded as MEDIA_SHARE.
	if (type !== stored.type && type !== 'MEDIA_SHARE') throw new GraphError('uploadFailure');
	return { type: stored.type, media: stored.media, source: 'attachmentId' };
}

async function fetchedMedia(
	url: string,
	type: MediaType,
	rules: FlavourRules,
	world: World,
	signal: AbortSignal,
): Promise<Media> {
	const fetched = await fetchMedia(url, {
		outgoing: world.outgoing,
		maxBytes: MAX_MEDIA_BYTES[type],
		timeoutMs: world.settings.mediaFetchTimeoutMs,
		signal,
	});
	return acceptFetched(fetched, type, rules);
}

function uploadedMedia(type: MediaType, rules: FlavourRules, request: GraphRequest): Media {
	const file = request.files[0];
	if (file === undefined) throw new GraphError('messageEmpty');
	return acceptUploaded(file, type, rules);
}
