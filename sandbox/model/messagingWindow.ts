import type { Recipient } from './accounts';

const HOUR_MS = 60 * 60 * 1000;

/** Standard messaging window after the customer's last message. Source: Meta, "Send a message". */
export const WINDOW_MS = 24 * HOUR_MS;

/** With the tag `HUMAN_AGENT`: seven days. Source: as above. */
export const HUMAN_AGENT_WINDOW_MS = 7 * 24 * HOUR_MS;

/**
 * Whether a message may go out now.
 * @param now ms since the epoch, by the sandbox's clock
 */
export function isWindowOpen(recipient: Recipient, tag: string | undefined, now: number): boolean {
	if (recipient.lastWroteAt === null) return false;
	const allowedMs = tag === 'HUMAN_AGENT' ? HUMAN_AGENT_WINDOW_MS : WINDOW_MS;
	return now - recipient.lastWroteAt < allowedMs;
}
