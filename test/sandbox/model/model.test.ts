import type { Recipient } from '../../../sandbox';
import { Clock } from '../../../sandbox/model/clock';
import { errorTable } from '../../../sandbox/model/errorTable';
import { GraphError, renderError } from '../../../sandbox/model/graphError';
import { newAttachmentId, newMessageId, newNumericId } from '../../../sandbox/model/ids';
import { translate } from '../../../sandbox/model/language';
import { isWindowOpen } from '../../../sandbox/model/messagingWindow';
import { RateLimits } from '../../../sandbox/model/rateLimits';
import { DAY_MS, HOUR_MS } from '../support';

describe('the clock', () => {
	test('frozen, it moves only when told; reset, it is the machine’s again', () => {
		const clock = new Clock();
		clock.freeze();
		const start = clock.now();
		clock.advance(HOUR_MS);
		expect(clock.now()).toBe(start + HOUR_MS);
		clock.reset();
		expect(Math.abs(clock.now() - Date.now())).toBeLessThan(HOUR_MS / 2);
	});

	test.each([-1, NaN, Infinity])('does not move by %s', (ms) => {
		expect(() => new Clock().advance(ms)).toThrow(RangeError);
	});

	test('tells of every advance', () => {
		const clock = new Clock();
		let told = 0;
		clock.onAdvance(() => (told += 1));
		clock.advance(1);
		clock.advance(1);
		expect(told).toBe(2);
	});
});

test.each([
	[undefined, DAY_MS - 1, true],
	[undefined, DAY_MS, false],
	['HUMAN_AGENT', 7 * DAY_MS - 1, true],
	['HUMAN_AGENT', 7 * DAY_MS, false],
])('the window with the tag %s, %i ms after the customer wrote', (tag, ageMs, isOpen) => {
	expect(isWindowOpen({ lastWroteAt: 0 } as Recipient, tag, ageMs)).toBe(isOpen);
});

test('a rate limit counts each bucket by itself, and forgets after a second', () => {
	const clock = new Clock();
	clock.freeze();
	const limits = new RateLimits(clock);
	const take = () => limits.take('media', 2);
	expect([take(), take(), take(), limits.take('text', 2)]).toEqual([true, true, false, true]);
	clock.advance(1000);
	expect(take()).toBe(true);
});

test('ids are as long as Meta’s: more digits than a number holds', () => {
	expect(newAttachmentId()).toMatch(/^\d{18}$/);
	expect(newNumericId('178414', 17)).toMatch(/^178414\d{11}$/);
	expect(newMessageId('messenger')).toMatch(/^m_/);
	expect(newMessageId('instagram').length).toBeGreaterThan(100);
});

describe('errors', () => {
	test.each(Object.entries(errorTable))(
		'%s has words, and none of them in another language',
		(_kind, { text }) => {
			expect(translate(text, 'en')).toBe(text);
			expect(text).toMatch(/[a-z]/);
			expect(translate(text, 'pseudo')).not.toMatch(/[a-z]/i);
		},
	);

	test('are written as each host writes them', () => {
		const error = new GraphError('parameterMissing', { parameter: 'recipient' });
		const on = (host: 'graph.instagram.com' | 'graph.facebook.com') =>
			renderError(error, host, 'en', 'A1').body.error;
		expect(on('graph.instagram.com')).toEqual({
			message: 'The parameter recipient is required',
			type: 'IGApiException',
			code: 100,
			fbtrace_id: 'A1',
		});
		expect(on('graph.facebook.com')).toMatchObject({
			message: '(#100) The parameter recipient is required',
			type: 'OAuthException',
		});
	});
});
