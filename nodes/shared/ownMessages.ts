import { setTimeout as wait } from 'node:timers/promises';

import { hashedKey, type Ledger } from '../../lib/ledger';

/**
 * Which messages this n8n has sent, in all its processes. Instagram leaves the app's id out of many echoes,
 * also of those of one's own messages; what nobody here has sent, a person has written.
 */

/** A post takes two minutes at most by default. One of unknown outcome counts as under way for as long. */
const UNDER_WAY_MS = 3 * 60_000;

const POLL_MS = 60;

/** Ends a post; `messageId` is undefined where nothing was sent for certain. @throws LedgerError */
export type EndPost = (messageId: string | undefined) => Promise<void>;

/**
 * Meta gives each account an id of its own for a person, so the id stands for the thread. A private reply to
 * a comment names nobody before Meta has answered, so it may be to anybody.
 */
const postsTo = (customerId: string | undefined): string =>
	customerId === undefined ? hashedKey('posts-to-anybody') : hashedKey('posts', customerId);

/**
 * To be called before each post: Meta may send the echo before it has answered.
 * @param customerId undefined where Meta alone knows whom it goes to
 * @throws LedgerError
 */
export async function beginPost(
	{ underWay, sends }: Ledger,
	customerId: string | undefined,
): Promise<EndPost> {
	const end = await underWay.begin(postsTo(customerId), UNDER_WAY_MS);
	return async (messageId) => {
		// What is not known by its id yet has not ended for those that ask.
		if (messageId === undefined || (await sends.know(messageId))) await end();
	};
}

/**
 * Whether this n8n has sent a message; waits for the posts that may have been it.
 * @param patience ends the waiting
 * @returns undefined if one was still under way then
 * @throws LedgerError
 */
export async function isOwnMessage(
	{ underWay, sends }: Ledger,
	messageId: string,
	customerId: string,
	patience: AbortSignal,
): Promise<boolean | undefined> {
	const list = async () =>
		(
			await Promise.all([customerId, undefined].map(async (to) => await underWay.list(postsTo(to))))
		).flat();
	// What begins later is not the message that has arrived already.
	for (let candidates = await list(); ;) {
		// After the list: what has ended in between is known.
		if (await sends.isKnown(messageId)) return true;
		if (candidates.length === 0) return false;
		if (patience.aborted) return undefined;
		await wait(POLL_MS, undefined, { signal: patience }).catch(() => {});
		const left = await list();
		candidates = candidates.filter((each) => left.includes(each));
	}
}
