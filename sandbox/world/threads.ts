import type { Recipient, SandboxAccount } from '../model/accounts';
import { FLAVOURS } from '../model/flavours';
import type { World } from './world';

/** An attachment of either side. */
export interface ThreadAttachment {
	type: string;
	bytes: Buffer;
	contentType: string;
	fileName?: string | undefined;
}

/** A message of either side. */
export interface ThreadMessage {
	id: string;
	isFromCustomer: boolean;
	text: string;
	attachments: readonly ThreadAttachment[];
	/** ms since the epoch. */
	at: number;
}

/** What one customer and the account said to each other. */
export interface Thread {
	id: string;
	account: SandboxAccount;
	recipient: Recipient;
	/** Newest first, without those taken back. */
	messages: readonly ThreadMessage[];
}

/** All threads of the account in which anything was said, the latest first. */
export function threadsOf(world: World, account: SandboxAccount): Thread[] {
	return world
		.recipientsOf(account)
		.map((recipient) => threadWith(world, account, recipient))
		.filter(({ messages }) => messages.length > 0)
		.sort((a, b) => updatedAt(b) - updatedAt(a));
}

/** ms since the epoch. */
export const updatedAt = (thread: Thread): number => thread.messages[0]?.at ?? 0;

/** The thread with one customer, also if nothing was said. */
export function threadWith(world: World, account: SandboxAccount, recipient: Recipient): Thread {
	const isHere = (each: { accountId: string; recipientId: string }): boolean =>
		each.accountId === account.id && each.recipientId === recipient.id;
	const inbound = world.customerMessages
		.filter((each) => isHere(each) && !each.isDeleted)
		.map((each) => ({ ...each, isFromCustomer: true }));
	const outbound = world.messages
		.filter(isHere)
		.map((each) => ({ ...each, isFromCustomer: false }));
	// Of the same millisecond, what was noted down later is newer.
	const messages = [...inbound, ...outbound]
		.reverse()
		.sort((a, b) => b.at - a.at)
		.map(({ messageId: id, text = '', ...rest }) => ({ id, text, ...rest }));
	return { id: threadId(account, recipient), account, recipient, messages };
}

/** The same for as long as the two know each other, and opaque as Meta's. */
function threadId(account: SandboxAccount, recipient: Recipient): string {
	if (FLAVOURS[account.flavour].audience === 'messenger') return `t_${recipient.id}`;
	return Buffer.from(`ig_dm:${account.id}:${recipient.id}`).toString('base64url');
}
