import type { ShownAccount, ShownMessage, ShownRecipient } from '../control/shown.js';
import type { Snapshot } from './api.js';
import { byId, element } from './elements.js';

/** A message as the customer's app shows it. */
export interface ThreadMessage extends ShownMessage {
	/** Written by the customer, whose side the page shows. */
	isMine: boolean;
}

export interface Thread {
	/** `{account id}/{recipient id}`. */
	key: string;
	account: ShownAccount;
	recipient: ShownRecipient;
	messages: ThreadMessage[];
}

export const UNSENT = 'Message unsent';

/** What stands for a message without words. */
export const PREVIEWS: Readonly<Record<string, string>> = {
	audio: 'Voice note',
	image: 'Photo',
	video: 'Video',
	file: 'File',
	like_heart: '❤️',
	template: 'Template',
	MEDIA_SHARE: 'Post',
};

const TITLES: Record<ShownAccount['flavour'], string> = {
	instagramLogin: 'Instagram (Instagram Login)',
	instagramPage: 'Instagram (via Facebook Page)',
	messenger: 'Messenger',
};

export const keyOf = (message: ShownMessage): string =>
	`${message.accountId}/${message.recipientId}`;

/** Class of what has the app's colour. */
export const appOf = (flavour: ShownAccount['flavour']): 'instagram' | 'messenger' =>
	flavour === 'messenger' ? 'messenger' : 'instagram';

/** Every customer's thread with its messages, the oldest first. */
export function threadsOf({ accounts, sent, received }: Snapshot): Thread[] {
	const messages = [
		...received.map((each) => ({ ...each, isMine: true })),
		...sent.map((each) => ({ ...each, isMine: false })),
	].sort((a, b) => a.at - b.at);
	return accounts.flatMap((account) =>
		account.recipients.map((recipient) => {
			const key = `${account.id}/${recipient.id}`;
			const own = messages.filter((each) => keyOf(each) === key);
			return { key, account, recipient, messages: own };
		}),
	);
}

/** The list beside the conversation. */
export function showThreads(
	threads: readonly Thread[],
	chosenKey: string,
	onChoose: (key: string) => void,
): void {
	const nodes = threads.flatMap((thread, at) => {
		const { account } = thread;
		const isFirst = threads[at - 1]?.account !== account;
		const title = `${TITLES[account.flavour]} · ${account.name}`;
		const row = threadButton(thread, thread.key === chosenKey);
		row.addEventListener('click', () => onChoose(thread.key));
		return isFirst ? [element('h2', '', title), row] : [row];
	});
	byId('threads', HTMLElement).replaceChildren(...nodes);
}

/** Whom the conversation is with, and whether the account may still write to them. */
export function showPerson({ account, recipient }: Thread): void {
	const { isWindowOpen, windowClosesAt } = recipient;
	const badge = element(
		'span',
		`window ${isWindowOpen ? 'open' : 'closed'}`,
		isWindowOpen ? 'Window open' : 'Window closed',
	);
	if (windowClosesAt !== null) {
		const time = new Date(windowClosesAt).toLocaleString();
		badge.title = `${isWindowOpen ? 'Until' : 'Since'} ${time}`;
	}
	byId('person', HTMLElement).replaceChildren(
		face(account, recipient),
		twoLines(recipient.name, `Recipient ID ${recipient.id}`),
		badge,
	);
	byId('writer', HTMLElement).textContent = recipient.name;
}

function threadButton(thread: Thread, isChosen: boolean): HTMLButtonElement {
	const { account, recipient, messages } = thread;
	const button = element(
		'button',
		'',
		face(account, recipient),
		twoLines(recipient.name, preview(messages.at(-1))),
	);
	const arrived = messages.filter((each) => !each.isMine).length;
	if (arrived > 0) button.append(element('span', 'count', String(arrived)));
	if (isChosen) button.setAttribute('aria-current', 'true');
	return button;
}

function preview(message: ThreadMessage | undefined): string {
	if (message === undefined) return 'No messages yet';
	if (message.isDeleted === true) return UNSENT;
	return message.text ?? PREVIEWS[message.kind] ?? message.kind;
}

function face(account: ShownAccount, { name }: ShownRecipient): HTMLElement {
	const initials = name.split(' ').map((word) => word.slice(0, 1));
	return element('span', `face ${appOf(account.flavour)}`, initials.join('').slice(0, 2));
}

const twoLines = (first: string, second: string): HTMLElement =>
	element('span', 'who', element('strong', '', first), element('span', 'quiet', second));
