import { jsonReply, UNTRUSTED_HEADERS, type Reply } from '../http/reply';
import { inspectMedia } from '../media/inspect';
import type { World } from '../world/world';

/** The Content-Type with which a browser plays a container; anything else becomes a download. */
const PLAYABLE_TYPES: Record<string, string> = {
	m4a: 'audio/mp4',
	mp4: 'audio/mp4',
	aac: 'audio/aac',
	wav: 'audio/wav',
	mp3: 'audio/mpeg',
	ogg: 'audio/ogg',
	webm: 'audio/webm',
	flac: 'audio/flac',
	webp: 'image/webp',
	png: 'image/png',
	jpeg: 'image/jpeg',
	gif: 'image/gif',
};

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
	const isIt = (each: { messageId: string }): boolean => each.messageId === messageId;
	const message = world.messages.find(isIt) ?? world.customerMessages.find(isIt);
	const attachment = message?.attachments[index];
	if (attachment === undefined) return jsonReply(404, { error: 'No such message with media' });
	const { bytes, type } = attachment;
	const { container } = inspectMedia(bytes);
	const playable = type === 'video' ? videoType(container) : PLAYABLE_TYPES[container];
	const headers: Record<string, string> = {
		'Content-Type': playable ?? 'application/octet-stream',
		...UNTRUSTED_HEADERS,
		'Accept-Ranges': 'bytes',
	};
	const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
	const start = Number(asked?.[1] ?? 0);
	if (asked === null || start >= bytes.length) return { status: 200, headers, body: bytes };
	const end = asked[2] ? Math.min(Number(asked[2]), bytes.length - 1) : bytes.length - 1;
	headers['Content-Range'] = `bytes ${start}-${end}/${bytes.length}`;
	return { status: 206, headers, body: bytes.subarray(start, end + 1) };
}

const videoType = (container: string): string =>
	['webm', 'ogg'].includes(container) ? `video/${container}` : 'video/mp4';
