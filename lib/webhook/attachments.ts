import { idOf, isObject, objectsIn, present, textOf, type JsonObject } from './values';

/** Fields of an attachment's payload that items carry, and how they are read. */
const PAYLOAD_FIELDS = {
	url: { from: 'url', read: textOf },
	title: { from: 'title', read: textOf },
	attachmentId: { from: 'attachment_id', read: idOf },
	stickerId: { from: 'sticker_id', read: idOf },
	reelVideoId: { from: 'reel_video_id', read: idOf },
	postMediaId: { from: 'ig_post_media_id', read: idOf },
} as const;

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
	const fields = Object.entries(PAYLOAD_FIELDS).map(([name, { from, read }]) => [
		name,
		// A link preview (`fallback`) has its title and URL beside the payload.
		read(payload[from] ?? attachment[from]),
	]);
	const type = textOf(attachment.type) ?? 'unknown';
	return { type, ...present(Object.fromEntries(fields) as JsonObject) };
}

/** Recorded notes and audio files come as the same kind of attachment; Meta does not tell them apart. */
export const hasAudio = (attachments: JsonObject[] | undefined): boolean =>
	attachments?.some(({ type }) => type === 'audio') ?? false;
