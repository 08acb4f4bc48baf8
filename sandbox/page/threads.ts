import type { LiveAccount, LiveRecipient, ShownAction, ShownMessage } from '../control/shown.js';
import type { Picture } from './live.js';
import { wordsOf } from './specials.js';

/** A message as the customer's app shows it. */
export interface ThreadMessage extends ShownMessage {
	/** Written by the customer, whose side the page shows. */
	isMine: boolean;
}

/** What one customer and one account said to each other. */
export interface Thread {
	/** `{account id}/{recipient id}`. */
	key: string;
	account: LiveAccount;
	recipient: LiveRecipient;
	/** The oldest first. */
	messages: ThreadMessage[];
	/** What the account sent that the customer has not seen. */
	unread: number;
	/** The account's typing bubbles, "seen" and the like, the oldest first. */
	actions: ShownAction[];
}

/** Every customer's thread, the one with the latest message first. */
export function threadsOf({ accounts, recipients, sent, received, actions }: Picture): Thread[] {
	const threads = new Map<string, Thread>();
	for (const [key, recipient] of recipients) {
		const account = accounts.get(recipient.accountId);
		if (account === undefined) continue;
		threads.set(key, { key, account, recipient, messages: [], unread: 0, actions: [] });
	}
	const threadOf = (part: { accountId: string; recipientId: string }): Thread | undefined =>
		threads.get(`${part.accountId}/${part.recipientId}`);
	for (const each of received.values()) {
		threadOf(each)?.messages.push({ ...each, isMine: true });
	}
	for (const each of sent.values()) threadOf(each)?.messages.push({ ...each, isMine: false });
	for (const each of actions.values()) threadOf(each)?.actions.push(each);
	for (const thread of threads.values()) {
		thread.messages.sort((a, b) => a.at - b.at);
		thread.unread = countUnread(thread);
	}
	return [...threads.values()].sort((a, b) => lastAt(b) - lastAt(a));
}

const lastAt = ({ messages }: Thread): number => messages.at(-1)?.at ?? 0;

function countUnread({ messages, recipient }: Thread): number {
	const theirs = messages.filter((each) => !each.isMine);
	const lastRead = theirs.findIndex((each) => each.messageId === recipient.lastReadId);
	return theirs.length - 1 - lastRead;
}

/** Which app's colours a thread has. */
export const appOf = ({ flavour }: LiveAccount): 'instagram' | 'messenger' =>
	flavour === 'messenger' ? 'messenger' : 'instagram';

/** What stands for a message without words. */
const PREVIEWS: Readonly<Record<string, string>> = {
	audio: 'Voice note',
	image: 'Photo',
	video: 'Video',
	file: 'File',
	like_heart: '❤️',
	template: 'Message with buttons',
	MEDIA_SHARE: 'Post',
};

const UNSENT = 'Message unsent';

/** A message in a few words. */
export function preview({ isDeleted, text, kind, template, special }: ThreadMessage): string {
	if (isDeleted === true) return UNSENT;
	const { text: templateText } = template ?? {};
	if (typeof templateText === 'string') return templateText;
	const specialTitle = special && wordsOf(special)[0]?.title;
	return text ?? specialTitle ?? PREVIEWS[kind] ?? kind;
}
