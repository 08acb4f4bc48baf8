import { asId, isObject, type JsonObject } from '../jsonValues';
import { contentOf } from './templates';
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
	const text = textOf(attachment.payload);
	const fields = withoutUndefined({
		type: textOf(attachment.type) ?? 'unknown',
		// Link previews (`fallback`) and places have their URL and title beside the payload.
		url:
			textOf(payload.url) ??
			textOf(payload.story_media_url) ??
			textOf(attachment.url) ??
			(text !== undefined && URL.canParse(text) ? text : undefined),
		title: textOf(payload.title) ?? textOf(attachment.title),
		...placeOf(payload.coordinates),
		...contentOf(payload),
		id: sharedIdOf(payload),
		attachmentId: asId(payload.attachment_id),
		stickerId: asId(payload.sticker_id),
		reelVideoId: asId(payload.reel_video_id),
		postMediaId: asId(payload.ig_post_media_id),
		payload: text,
	});
	return fields ?? {};
}

/** Of the story, reel or post that was shared. Its own name for each stands beside, as in version 0.1. */
const sharedIdOf = (payload: JsonObject): string | undefined =>
	asId(payload.story_media_id) ??
	asId(payload.reel_video_id) ??
	asId(payload.ig_post_media_id) ??
	asId(payload.id);

/** Both or none of them: one alone is no place. */
function placeOf(coordinates: unknown): JsonObject {
	if (!isObject(coordinates)) return {};
	const latitude = degreesOf(coordinates.lat, 90);
	const longitude = degreesOf(coordinates.long, 180);
	return latitude === undefined || longitude === undefined ? {} : { latitude, longitude };
}

function degreesOf(value: unknown, most: number): number | undefined {
	const degrees = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof degrees === 'number' && Math.abs(degrees) <= most ? degrees : undefined;
}

/** Recorded notes and audio files come as the same kind of attachment; Meta does not tell them apart. */
export const hasAudio = (message: JsonObject): boolean =>
	objectsIn(message.attachments).some(({ type }) => type === 'audio');
