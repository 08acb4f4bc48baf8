import type { LiveRecipient } from '../../control/shown.js';

const MINUTE_MS = 60_000;

/** A length of time in the largest unit that fits and the next: `2 d 3 h`. */
export function duration(ms: number): string {
	const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
	const days = Math.floor(minutes / (24 * 60));
	const hours = Math.floor(minutes / 60) % 24;
	if (days > 0) return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
	return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}

/** What an account may send to a person now. */
export interface Allowance {
	state: 'open' | 'humanAgent' | 'closed';
	text: string;
}

/** @param now ms since the epoch, by the sandbox's clock */
export function allowanceOf(recipient: LiveRecipient, now: number): Allowance {
	const { windowClosesAt, humanAgentClosesAt } = recipient;
	if (windowClosesAt === null || humanAgentClosesAt === null) {
		return { state: 'closed', text: 'Never wrote: nothing may be sent' };
	}
	const openMs = Date.parse(windowClosesAt) - now;
	if (openMs > 0) return { state: 'open', text: `Open for ${duration(openMs)} more` };
	const agentMs = Date.parse(humanAgentClosesAt) - now;
	if (agentMs > 0) {
		return { state: 'humanAgent', text: `Human agent only, for ${duration(agentMs)} more` };
	}
	return { state: 'closed', text: `Closed for ${duration(-openMs)}` };
}

/** A person in a few words: who can be reached, and who not. */
export function standingOf({ isAvailable, threadOwner, isWindowOpen }: LiveRecipient): string {
	if (!isAvailable) return 'blocked the account';
	if (threadOwner === 'otherApp') return 'another app in charge';
	return isWindowOpen ? 'window open' : 'window closed';
}
