import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { FLAVOURS, KNOWN_META_CODES, metaErrorFor, type FlavourName } from '../../lib/graph';

/** Written from Meta's documentation, apart from the table it checks: [code, subcode, Instagram, Messenger]. */
const EXPECTED: Array<[number, number | undefined, string, string]> = [
	[190, undefined, 'invalid_token', 'invalid_token'],
	[190, 463, 'invalid_token', 'invalid_token'],
	[190, 458, 'invalid_token', 'invalid_token'],
	[190, 460, 'invalid_token', 'invalid_token'],
	[190, 492, 'invalid_token', 'invalid_token'],
	[101, undefined, 'invalid_token', 'invalid_token'],
	[102, undefined, 'invalid_token', 'invalid_token'],
	[104, undefined, 'invalid_token', 'invalid_token'],
	[33, undefined, 'invalid_ig_user_id', 'meta_error'],
	[100, 33, 'invalid_ig_user_id', 'meta_error'],
	[2500, undefined, 'invalid_ig_user_id', 'meta_error'],
	[100, 2534013, 'invalid_ig_user_id', 'meta_error'],
	[100, 2534014, 'recipient_not_found', 'recipient_not_found'],
	[100, 2018001, 'recipient_not_found', 'recipient_not_found'],
	[100, 2534001, 'recipient_not_found', 'recipient_not_found'],
	[9010, undefined, 'recipient_not_found', 'recipient_not_found'],
	[10, 2534022, 'messaging_window_closed', 'message_not_allowed'],
	[10, 2018278, 'messaging_window_closed', 'message_not_allowed'],
	[10, 2018065, 'messaging_window_closed', 'message_not_allowed'],
	[551, undefined, 'message_not_allowed', 'message_not_allowed'],
	[551, 1545041, 'message_not_allowed', 'message_not_allowed'],
	[200, 1545041, 'message_not_allowed', 'message_not_allowed'],
	[10, 2018108, 'message_not_allowed', 'message_not_allowed'],
	[10, undefined, 'permission_denied', 'permission_denied'],
	[200, undefined, 'permission_denied', 'permission_denied'],
	[200, 2018027, 'permission_denied', 'permission_denied'],
	[10, 2534048, 'permission_denied', 'permission_denied'],
	[200, 2534048, 'permission_denied', 'permission_denied'],
	[10, 2534044, 'permission_denied', 'permission_denied'],
	[2, 2018344, 'permission_denied', 'permission_denied'],
	[200, 2018028, 'permission_denied', 'permission_denied'],
	[230, undefined, 'permission_denied', 'permission_denied'],
	[299, undefined, 'permission_denied', 'permission_denied'],
	[3, undefined, 'permission_denied', 'permission_denied'],
	[1, 99, 'permission_denied', 'permission_denied'],
	[10, 2534077, 'permission_denied', 'permission_denied'],
	[200, 2534041, 'permission_denied', 'permission_denied'],
	[36103, undefined, 'permission_denied', 'permission_denied'],
	[10, 1893063, 'message_not_allowed', 'message_not_allowed'],
	[368, undefined, 'message_not_allowed', 'message_not_allowed'],
	[100, 2534029, 'message_not_allowed', 'message_not_allowed'],
	[2022, undefined, 'message_not_allowed', 'message_not_allowed'],
	[613, 2018338, 'message_not_allowed', 'message_not_allowed'],
	[100, 2534037, 'message_not_allowed', 'message_not_allowed'],
	[10, 2018300, 'message_not_allowed', 'message_not_allowed'],
	[27, undefined, 'feature_unavailable', 'feature_unavailable'],
	[10, 2018321, 'message_not_allowed', 'message_not_allowed'],
	[508, 2534122, 'message_not_allowed', 'message_not_allowed'],
	[100, 2534025, 'message_not_allowed', 'message_not_allowed'],
	[10900, undefined, 'message_not_allowed', 'message_not_allowed'],
	[100, 2534002, 'invalid_input', 'invalid_input'],
	[100, 2018109, 'audio_too_large', 'audio_too_large'],
	[100, 2018008, 'audio_fetch_failed', 'audio_fetch_failed'],
	[100, 2018047, 'audio_unsupported', 'audio_unsupported'],
	[100, 2534015, 'audio_unsupported', 'audio_unsupported'],
	[100, 2534080, 'audio_unsupported', 'audio_unsupported'],
	[100, 2018294, 'audio_unsupported', 'audio_unsupported'],
	[546, undefined, 'audio_unsupported', 'audio_unsupported'],
	[100, 2018074, 'meta_error', 'meta_error'],
	[4, undefined, 'rate_limited', 'rate_limited'],
	[9, 2018352, 'rate_limited', 'rate_limited'],
	[17, undefined, 'rate_limited', 'rate_limited'],
	[32, undefined, 'rate_limited', 'rate_limited'],
	[341, undefined, 'rate_limited', 'rate_limited'],
	[613, undefined, 'rate_limited', 'rate_limited'],
	[613, 2534040, 'rate_limited', 'rate_limited'],
	[80001, undefined, 'rate_limited', 'rate_limited'],
	[80002, undefined, 'rate_limited', 'rate_limited'],
	[80004, undefined, 'rate_limited', 'rate_limited'],
	[80006, undefined, 'rate_limited', 'rate_limited'],
	[1, undefined, 'unknown_outcome', 'unknown_outcome'],
	[1, 1357046, 'unknown_outcome', 'unknown_outcome'],
	[-2, undefined, 'unknown_outcome', 'unknown_outcome'],
	[-2, 2534084, 'unknown_outcome', 'unknown_outcome'],
	[1545012, undefined, 'unknown_outcome', 'unknown_outcome'],
	[1200, 1545012, 'unknown_outcome', 'unknown_outcome'],
	[-1, undefined, 'unknown_outcome', 'unknown_outcome'],
	[2, undefined, 'unknown_outcome', 'unknown_outcome'],
	[2, 1545133, 'unknown_outcome', 'unknown_outcome'],
	[1200, undefined, 'unknown_outcome', 'unknown_outcome'],
	[100, undefined, 'meta_error', 'meta_error'],
	[100, 2534068, 'feature_unavailable', 'feature_unavailable'],
	[10, 2534068, 'feature_unavailable', 'feature_unavailable'],
	[100, 2018145, 'invalid_input', 'invalid_input'],
	[100, 2018218, 'recipient_not_found', 'recipient_not_found'],
	[100, 2018247, 'permission_denied', 'permission_denied'],
	[100, 424242, 'meta_error', 'meta_error'],
	[987654, undefined, 'meta_error', 'meta_error'],
];

const RETRIED = new Set(['rate_limited', 'audio_fetch_failed']);

describe('what an answer of Meta’s means', () => {
	it.each(EXPECTED)('%i/%s', (code, subcode, instagram, messenger) => {
		expect(metaErrorFor(FLAVOURS.instagramLogin, { code, subcode }).code).toBe(instagram);
		expect(metaErrorFor(FLAVOURS.instagramPage, { code, subcode }).code).toBe(instagram);
		expect(metaErrorFor(FLAVOURS.messenger, { code, subcode }).code).toBe(messenger);
	});

	it('calls the outcome unknown, and never repeats, only where Meta may have delivered', () => {
		for (const [code, subcode] of EXPECTED) {
			const meaning = metaErrorFor(FLAVOURS.messenger, { code, subcode });
			expect(meaning.delivered).toBe(meaning.code === 'unknown_outcome' ? 'unknown' : 'no');
			expect(meaning.retry !== undefined).toBe(RETRIED.has(meaning.code));
		}
	});

	it.each(KNOWN_META_CODES)('of %o is in the list above', ({ code, subcode }) => {
		const isListed = EXPECTED.some(
			(expected) => (code === undefined || expected[0] === code) && expected[1] === subcode,
		);
		expect(isListed).toBe(true);
	});

	it('is “wrong host or id” where Graph’s router knows no such call', () => {
		const answer = (message: string, subcode?: number) => ({ code: 100, subcode, message });
		const text = 'Unsupported request - method type: post';
		for (const [flavour, code, fix] of [
			['instagramLogin', 'invalid_ig_user_id', /'Login Type' first.*'Instagram User ID'/],
			['instagramPage', 'invalid_ig_user_id', /'Login Type' first.*'Page ID'/],
			['messenger', 'meta_error', /Page's own token, which begins with EAA/],
		] as const) {
			expect(metaErrorFor(FLAVOURS[flavour], answer(text))).toMatchObject({ code });
			expect(metaErrorFor(FLAVOURS[flavour], answer(`(#100) ${text}`)).fix).toMatch(fix);
		}
		// A subcode says more than the words; other words say nothing.
		const { messenger } = FLAVOURS;
		expect(metaErrorFor(messenger, answer(text, 2018001)).code).toBe('recipient_not_found');
		expect(metaErrorFor(messenger, answer(`Not: ${text}`)).what).toMatch(/did not accept/);
	});

	it.each([
		[10, 2018300],
		[100, 2534037],
	])(
		'%i/%i names the operation Control Thread only where the login type has it',
		(code, subcode) => {
			const fixFor = (name: FlavourName) => metaErrorFor(FLAVOURS[name], { code, subcode }).fix;

			expect(fixFor('messenger')).toContain("'Control Thread'");
			expect(fixFor('instagramPage')).toContain("'Control Thread'");
			expect(fixFor('instagramLogin')).toMatch(
				/hand the conversation over.*'Conversation routing'/,
			);
			expect(fixFor('instagramLogin')).not.toContain('Control Thread');
		},
	);

	it('is a code that the README explains', () => {
		const readme = readFileSync(resolve(__dirname, '../../../README.md'), 'utf8');
		const codes = EXPECTED.flatMap(([, , instagram, messenger]) => [instagram, messenger]);

		expect(codes.filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
	});

	it('speaks in plain sentences, with every placeholder filled in', () => {
		for (const flavour of Object.keys(FLAVOURS) as FlavourName[]) {
			for (const { code, subcode } of KNOWN_META_CODES) {
				const { what, fix } = metaErrorFor(FLAVOURS[flavour], { code: code ?? 100, subcode });
				for (const sentence of [what, fix]) {
					expect(sentence).toMatch(/^[A-Z]/);
					expect(sentence).not.toMatch(/[{}]|\.$/);
					expect(sentence).not.toMatch(/\b(errors?|problems?|failures?|failed|mistakes?)\b/i);
				}
			}
		}
	});
});
