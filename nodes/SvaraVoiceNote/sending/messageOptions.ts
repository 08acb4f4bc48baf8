import type { MessageOptions } from '../../../lib/graph';
import type { Sending } from '../execution/call';

/** What surrounds the message of this item. */
export function messageOptions({ recipientId, request }: Sending): MessageOptions {
	const { replyToMessageId, tag } = request;
	return {
		recipientId,
		...(replyToMessageId ? { replyToMessageId } : {}),
		...(tag ? { tag } : {}),
	};
}
