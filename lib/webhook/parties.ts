import { asId, isObject, type JsonObject } from '../jsonValues';
import { authorOf } from './comments';
import type { Update } from './entries';
import { textOf } from './values';

/** Everything in it is the account's own; in this shape some come without the mark `is_echo`. */
const ECHO_FIELD = 'message_echoes';

/** Who the account is and who the customer, whichever of them an update came from. */
export interface Parties extends JsonObject {
	direction: 'inbound' | 'outbound';
	accountId?: string;
	customerId?: string;
	customerName?: string;
	/** The account wrote to itself, to try things out. Meta marks it. */
	isSelf?: true;
	/** Of somebody who has no id yet: what the checkbox on the business's site was given. */
	userRef?: string;
}

/**
 * @param value what the update says, under its own key
 * @param ownIds the account's ids as far as they are known: what they send is outbound
 */
export function partiesOf(
	{ event, field, entryId }: Update,
	value: JsonObject,
	ownIds: ReadonlySet<string>,
): Parties {
	const sender = isObject(event.sender) ? event.sender : {};
	const senderId = asId(sender.id);
	const recipientId = isObject(event.recipient) ? asId(event.recipient.id) : undefined;
	const author = authorOf(event);
	const isOwn = (id: string | undefined) => id !== undefined && (id === entryId || ownIds.has(id));
	const isSelf = value.is_self === true || event.is_self === true;
	const isOutbound =
		value.is_echo === true ||
		isSelf ||
		field === ECHO_FIELD ||
		isOwn(senderId ?? author.id) ||
		author.isMarkedOwn;
	if (isOutbound) {
		const accountId = senderId ?? entryId;
		const own = { accountId, customerId: recipientId };
		return { direction: 'outbound', ...own, ...(isSelf ? { isSelf } : {}) };
	}
	return {
		direction: 'inbound',
		accountId: recipientId ?? entryId,
		customerId: senderId ?? author.id,
		customerName: textOf(sender.username) ?? author.name,
		userRef: asId(sender.user_ref),
	};
}
