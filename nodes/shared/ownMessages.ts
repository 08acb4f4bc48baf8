import { setTimeout as wait } from 'node:timers/promises';

import { hashedKey, type Ledger } from '../../lib/ledger';

/**
 * Which messages this n8n has sent, in all its processes. Instagram leaves the app's id out of many echoes,
 * also of those of one's own messages; what nobody here has sent, a person has written.
 */

/** A post takes two minutes at most by default. One of unknown outcome counts as under way for as long. */
const UNDER_WAY_MS = 3 * 60_000;

const POLL_MS = 60;

const keyOf = {
	// Meta gives each account an id of its own for a person, so the id stands for the thread.
	begun: (customerId: string) => hashedKey('post-begun', customerId),
	ended: (customerId: string) => hashedKey('post-ended', customerId),
};

/** To be called before each post: Meta may send the echo before it has answered. @throws LedgerError */
export async function beginPost({ marks }: Ledger, customerId: string): Promise<void> {
	await (await marks.read(keyOf.begun(customerId), UNDER_WAY_MS)).renew();
}

/** @param messageId undefined where nothing was sent for certain; @throws LedgerError */
export async function endPost(
	{ marks, sends }: Ledger,
	customerId: string,
	messageId: string | undefined,
): Promise<void> {
	if (messageId !== undefined) await sends.know(messageId);
	await (await marks.read(keyOf.ended(customerId), UNDER_WAY_MS)).renew();
}

/**
 * Whether this n8n has sent a message; waits while it is just sending one to the same customer.
 * @param patience ends the waiting
 * @returns undefined if that was still under way then
 * @throws LedgerError
 */
export async function isOwnMessage(
	{ marks, sends }: Ledger,
	messageId: string,
	customerId: string,
	patience: AbortSignal,
): Promise<boolean | undefined> {
	const timeOf = async (key: string) => (await marks.read(key, UNDER_WAY_MS)).doneAtMs;
	for (;;) {
		// In this order: what ends in between is found with its id at the next turn.
		const begunAtMs = await timeOf(keyOf.begun(customerId));
		const endedAtMs = await timeOf(keyOf.ended(customerId));
		if (await sends.isKnown(messageId)) return true;
		if (begunAtMs === undefined || begunAtMs < (endedAtMs ?? -Infinity)) return false;
		if (patience.aborted) return undefined;
		await wait(POLL_MS, undefined, { signal: patience }).catch(() => {});
	}
}
