const DAY_MS = 24 * 60 * 60 * 1000;

/** @param at ms since the epoch, as all here */
export const timeOfDay = (at: number): string =>
	new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** Midnight at which the day began, by the viewer's calendar. */
export const dayOf = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Days of the calendar between two times. */
const daysBetween = (at: number, now: number): number =>
	Math.round((dayOf(now) - dayOf(at)) / DAY_MS);

/** As short as a list wants it: a time today, a weekday within the week, else a date. */
export function shortTime(at: number, now: number): string {
	const days = daysBetween(at, now);
	if (days === 0) return timeOfDay(at);
	const date = new Date(at);
	if (days > 0 && days < 7) return date.toLocaleDateString([], { weekday: 'short' });
	return date.toLocaleDateString([], { day: 'numeric', month: 'short' });
}

/** What stands where a new day begins in a thread. */
export function dayName(at: number, now: number): string {
	const days = daysBetween(at, now);
	if (days === 0) return 'Today';
	if (days === 1) return 'Yesterday';
	const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
	return new Date(at).toLocaleDateString([], {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		...(isThisYear ? {} : { year: 'numeric' }),
	});
}

/** `1:07`. */
export function minutesAndSeconds(seconds: number): string {
	const whole = Math.round(seconds);
	return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
