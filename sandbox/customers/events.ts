import type { Recipient, SandboxAccount } from '../model/accounts';
import type { JsonObject } from '../model/json';
import type { EventKind } from '../webhooks/fields';
import type { WebhookEvent } from '../webhooks/payload';

export { MESSAGING_KINDS } from '../webhooks/fields';

/** The two sides of a thread, and when. */
export interface ThreadMoment {
	account: SandboxAccount;
	recipient: Recipient;
	/** ms since the epoch. */
	at: number;
}

/** An event the customer caused. In standby Meta takes the payload out of postbacks. */
export function inbound(
	{ account, recipient, at }: ThreadMoment,
	kind: EventKind,
	rest: JsonObject,
): WebhookEvent {
	const isStandby = recipient.threadOwner === 'otherApp';
	const payload = {
		sender: { id: recipient.id },
		recipient: { id: account.id },
		timestamp: at,
		...(isStandby && kind === 'postback' ? withoutPostbackPayload(rest) : rest),
	};
	return { account, recipient, kind, isStandby, payload };
}

/** An event the account caused: its echoes. */
export function outbound({ account, recipient, at }: ThreadMoment, rest: JsonObject): WebhookEvent {
	const payload = {
		sender: { id: account.id },
		recipient: { id: recipient.id },
		timestamp: at,
		...rest,
	};
	const isStandby = recipient.threadOwner === 'otherApp';
	return { account, recipient, kind: 'echo', isStandby, payload };
}

function withoutPostbackPayload(rest: JsonObject): JsonObject {
	const { payload: _payload, ...postback } = rest.postback as JsonObject;
	return { ...rest, postback };
}

/** Names Meta gives to the usual emoji; anything else is `other`. Source: "message_reactions". */
const REACTION_NAMES: Record<string, string> = {
	'😆': 'smile',
	'😠': 'angry',
	'😢': 'sad',
	'😮': 'wow',
	'❤️': 'love',
	'👍': 'like',
	'👎': 'dislike',
};

export const reactionName = (emoji: string): string => REACTION_NAMES[emoji] ?? 'other';
