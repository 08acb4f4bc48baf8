import type { LiveRecipient } from '../../control/shown.js';

const MINUTE_MS = 60_000;

/** A length of time in the largest unit that fits and the next: `2 d 3 h`. */
export function duration(ms: number): string {
	const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
	const hours = Math.floor(minutes / 60);
	if (hours >= HOURS_BEFORE_DAYS) return inTwo(Math.floor(hours / 24), 'd', hours % 24, 'h');
	return hours > 0 ? inTwo(hours, 'h', minutes % 60, 'min') : `${minutes} min`;
}

/** People say 24 hours, and 30, but two days. */
const HOURS_BEFORE_DAYS = 48;

function inTwo(large: number, unit: string, small: number, smallUnit: string): string {
	return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
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
