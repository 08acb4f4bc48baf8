import { windowLeft } from '../../nodes/SvaraVoiceNote/windowLeft';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WROTE_AT = new Date('2026-11-21T21:40:30Z');

const after = (ms: number) => windowLeft(WROTE_AT, WROTE_AT.getTime() + ms, 'Europe/Berlin');

it.each([
	[0, 'open, 24 h left (until 22 Nov, 22:40)'],
	[HOUR_MS + 1, 'open, 22 h left (until 22 Nov, 22:40)'],
	[23 * HOUR_MS, 'open, 1 h left (until 22 Nov, 22:40)'],
	[23 * HOUR_MS + 1, 'open, 59 min left (until 22 Nov, 22:40)'],
	[24 * HOUR_MS - MINUTE_MS, 'open, 1 min left (until 22 Nov, 22:40)'],
	[24 * HOUR_MS - MINUTE_MS + 1, 'closed, person may answer 6 d (until 28 Nov)'],
	[30 * HOUR_MS, 'closed, person may answer 5 d (until 28 Nov)'],
	[(7 * 24 - 20) * HOUR_MS, 'closed, person may answer 20 h (until 28 Nov)'],
	[7 * 24 * HOUR_MS, 'closed'],
	[400 * 24 * HOUR_MS, 'closed'],
])('%i ms after the last message: %s', (ms, says) => {
	expect(after(ms)).toBe(says);
});

it('never promises more than the whole window where Meta’s clock is ahead', () => {
	expect(after(-3 * HOUR_MS)).toMatch(/^open, 24 h left/);
});
