import { asId, isObject, type JsonObject } from '../jsonValues';
import { objectsIn, textOf, withoutUndefined } from './values';

/**
 * A message's attachments in order, or undefined where there are none.
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages#attachment
 */
export function attachmentsOf(message: JsonObject): JsonObject[] | undefined {
	const attachments = objectsIn(message.attachments).map(toItem);
	return attachments.length === 0 ? undefined : attachments;
}

function toItem(attachment: JsonObject): JsonObject {
	const payload = isObject(attachment.payload) ? attachment.payload : {};
	const fields = withoutUndefined({
		type: textOf(attachment.type) ?? 'unknown',
		// A link preview (`fallback`) has its URL and title beside the payload.
		url: textOf(payload.url ?? attachment.url),
		title: textOf(payload.title ?? attachment.title),
		attachmentId: asId(payload.attachment_id),
		stickerId: asId(payload.sticker_id),
		reelVideoId: asId(payload.reel_video_id),
		postMediaId: asId(payload.ig_post_media_id),
	});
	return fields ?? {};
}

/** Recorded notes and audio files come as the same kind of attachment; Meta does not tell them apart. */
export const hasAudio = (message: JsonObject): boolean =>
	objectsIn(message.attachments).some(({ type }) => type === 'audio');
