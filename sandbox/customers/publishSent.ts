import type { Recipient, SandboxAccount } from '../model/accounts';
import { FLAVOURS } from '../model/flavours';
import type { JsonObject } from '../model/json';
import type { DeliveredMessage } from '../model/messages';
import type { World } from '../world/world';
import { inbound, outbound } from './events';

/** Tells the app what it sent (an echo) and, on Messenger, that it was delivered. */
export function publishSent(
	world: World,
	account: SandboxAccount,
	recipient: Recipient,
	message: DeliveredMessage,
): void {
	const moment = { account, recipient, at: message.at };
	const isMessenger = FLAVOURS[account.flavour].audience === 'messenger';
	const echo = {
		mid: message.messageId,
		...contentOf(world, message),
		is_echo: true,
		// A number, as Meta writes it; on Instagram it is not documented.
		...(isMessenger ? { app_id: Number(account.appId) } : {}),
		...(message.metadata === undefined ? {} : { metadata: message.metadata }),
		...(message.replyTo === undefined ? {} : { reply_to: { mid: message.replyTo } }),
	};
	world.outbox.publish(outbound(moment, { message: echo }));
	const delivery = { mids: [message.messageId], watermark: message.at };
	world.outbox.publish(inbound(moment, 'delivery', { delivery }));
}

function contentOf(
	world: World,
	{ text, kind, attachments, postId, template }: DeliveredMessage,
): JsonObject {
	if (text !== undefined) return { text };
	if (postId !== undefined) {
		const payload = { ig_post_media_id: postId };
		return { attachments: [{ type: 'ig_post', payload }] };
	}
	if (template !== undefined) return { attachments: [{ type: 'template', payload: template }] };
	if (attachments.length === 0) return { attachments: [{ type: kind, payload: {} }] };
	return {
		attachments: attachments.map(({ type, bytes, contentType }) => {
			const url = world.links.keep(bytes, contentType || 'application/octet-stream');
			return { type, payload: { url } };
		}),
	};
}
