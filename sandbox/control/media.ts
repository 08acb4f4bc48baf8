import { bytesReply } from '../http/bytes';
import { jsonReply, type Reply } from '../http/reply';
import { contentTypeOf } from '../media/contentTypes';
import { inspectMedia } from '../media/inspect';
import type { World } from '../world/world';

/**
 * The bytes of a message's attachment, or the range of them that a player asks for when it seeks.
 * @param messageId as it stands in the URL: ids are made of characters that need no escaping
 * @param index of the attachment
 * @param range the `Range` header
 */
export function mediaReply(
	world: World,
	messageId: string,
	index: number,
	range: string | undefined,
): Reply {
	const attachment = world.findMessage(messageId)?.attachments[index];
	if (attachment === undefined) return jsonReply(404, { error: 'No such message with media' });
	const { bytes, type } = attachment;
	const contentType = contentTypeOf(inspectMedia(bytes).container, type);
	return bytesReply(bytes, contentType ?? 'application/octet-stream', range);
}
