import { HUMAN_AGENT_WINDOW_MS, WINDOW_MS } from '../../lib/messagingWindows';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * What a customer's last message says of the messaging window, for a list: `open, 22 h left (until
 * 22 Nov, 17:40)`, `closed, person may answer 5 d (until 27 Nov)` or `closed`. What is left is
 * rounded down, and never more than the whole window, should the two clocks differ.
 *
 * The moment stands there as well because n8n stores the name that was chosen and goes on showing it:
 * hours left are wrong the next day, a moment is not.
 * @param timeZone IANA name of the zone the moment is written in
 */
export function windowLeft(customerWroteAt: Date, now: number, timeZone: string): string {
	const leftMs = (windowMs: number) =>
		Math.min(customerWroteAt.getTime() + windowMs - now, windowMs);
	const until = (windowMs: number, format: Intl.DateTimeFormatOptions) =>
		`(until ${new Intl.DateTimeFormat('en-GB', { ...format, timeZone }).format(
			customerWroteAt.getTime() + windowMs,
		)})`;
	if (leftMs(WINDOW_MS) >= MINUTE_MS) {
		return `open, ${inHours(leftMs(WINDOW_MS))} left ${until(WINDOW_MS, MINUTE)}`;
	}
	const left = leftMs(HUMAN_AGENT_WINDOW_MS);
	if (left < MINUTE_MS) return 'closed';
	const amount = left >= DAY_MS ? `${Math.floor(left / DAY_MS)} d` : inHours(left);
	return `closed, person may answer ${amount} ${until(HUMAN_AGENT_WINDOW_MS, DAY)}`;
}

/** As exact as it has to be, and short enough for n8n's narrow list. */
const DAY = { day: 'numeric', month: 'short' } as const;
const MINUTE = { ...DAY, hour: '2-digit', minute: '2-digit' } as const;

const inHours = (ms: number): string =>
	ms >= HOUR_MS ? `${Math.floor(ms / HOUR_MS)} h` : `${Math.floor(ms / MINUTE_MS)} min`;
