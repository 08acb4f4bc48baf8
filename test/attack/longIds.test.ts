import assert from 'node:assert/strict';

import { parseJsonKeepingIds } from '../../lib/json';
import { attack, type Dice } from './campaign';

/** The same by a regular expression and big integers, which is simple, and gives up at some megabytes. */
function parseByPattern(text: string): unknown {
	const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g;
	try {
		JSON.parse(text);
		return JSON.parse(text.replace(token, (each) => (each.startsWith('"') ? each : asText(each))));
	} catch {
		return undefined;
	}
}

function asText(number: string): string {
	const [mantissa = '', exponent = '0'] = number.split(/e/i);
	const [whole = '', fraction = ''] = mantissa.split('.');
	const shift = Number(exponent) - fraction.length;
	if (!/[.eE]/.test(number)) return number.replace('-', '').length >= 16 ? `"${number}"` : number;
	if (Math.abs(shift) > 40) return number;
	const scaled = BigInt(whole + fraction) * 10n ** BigInt(Math.max(shift, 0));
	const divisor = 10n ** BigInt(Math.max(-shift, 0));
	const magnitude = String(scaled < 0n ? -scaled : scaled);
	const integer = String(BigInt(magnitude) / divisor);
	const isWhole = BigInt(magnitude) % divisor === 0n;
	const isId = isWhole && integer.length >= 16 && integer.length <= 40;
	return isId ? `"${number.startsWith('-') ? '-' : ''}${integer}"` : number;
}

const digits = (dice: Dice, most: number) =>
	`${1 + dice.below(9)}${Array.from({ length: dice.below(most) }, () => dice.below(10)).join('')}`;

const NUMBERS: ReadonlyArray<(dice: Dice) => string> = [
	(dice) => digits(dice, 40),
	(dice) => `-${digits(dice, 40)}`,
	(dice) => `${digits(dice, 30)}.${digits(dice, 30)}`,
	(dice) => `0.${digits(dice, 30)}`,
	(dice) => `${digits(dice, 20)}${dice.pick(['e', 'E', 'e+', 'e-'])}${digits(dice, 20)}`,
	(dice) =>
		`${digits(dice, 1)}.${digits(dice, 17)}${dice.pick(['e', 'E', 'e+'])}${15 + dice.below(9)}`,
	(dice) =>
		`${digits(dice, 25)}${'0'.repeat(dice.below(9))}${dice.pick(['.0', '.000', 'e-2', 'E-5'])}`,
	() => '9007199254740993',
	() => '1.7841400123456789e16',
	() => '-0.00017841400123456789E20',
	() => '1e400',
	() => '0',
];

/** Strings that look like something else: quotes, backslashes, numbers and brackets inside. */
const string = (dice: Dice): string =>
	JSON.stringify(
		Array.from({ length: dice.below(6) }, () =>
			dice.pick(['"', '\\', '\n', ':', ',', '[', 'ä', '\ud83d', '17841400123456789', ' ']),
		).join(''),
	);

const space = (dice: Dice) => dice.pick(['', '', '', ' ', '\n\t', '\r']);

function json(dice: Dice, depth = 0): string {
	const list = (element: () => string) =>
		Array.from({ length: dice.below(5) }, () => space(dice) + element() + space(dice)).join();
	const shapes = [
		() => dice.pick(NUMBERS)(dice),
		() => dice.pick(NUMBERS)(dice),
		() => string(dice),
		() => dice.pick(['true', 'false', 'null']),
		() => `[${list(() => json(dice, depth + 1))}]`,
		() => `{${list(() => `${string(dice)}${space(dice)}:${json(dice, depth + 1)}`)}}`,
	];
	return dice.pick(depth < 5 ? shapes : shapes.slice(0, 4))();
}

it('long integers become their digits, and nothing else changes, as a simple pattern has it', () => {
	attack(10_000, (dice) => {
		const text = space(dice) + json(dice) + space(dice);
		assert.deepEqual(parseJsonKeepingIds(text), parseByPattern(text));
		const broken = text.slice(0, dice.below(text.length)) + text.slice(dice.below(text.length));
		assert.deepEqual(parseJsonKeepingIds(broken), parseByPattern(broken));
	});
});

/** Far longer than any of them takes on a busy machine, far shorter than anything that is not linear. */
const HANG_MS = 10_000;
const LENGTH = 15_000_000;

it.each<[string, string, unknown]>([
	['a long text', `"${'x'.repeat(LENGTH)}"`, 'x'.repeat(LENGTH)],
	['escapes', `"${'\\n'.repeat(LENGTH / 2)}"`, '\n'.repeat(LENGTH / 2)],
	['escaped quotes', `"${'\\"'.repeat(LENGTH / 2)}"`, '"'.repeat(LENGTH / 2)],
	['escaped backslashes', `"${'\\\\'.repeat(LENGTH / 2)}"`, '\\'.repeat(LENGTH / 2)],
	['spaces', `${' '.repeat(LENGTH)}1`, 1],
	['digits', '1'.repeat(LENGTH), '1'.repeat(LENGTH)],
	['a long fraction', `1.${'1'.repeat(LENGTH)}`, 10 / 9],
	['a long exponent', `1e-${'1'.repeat(LENGTH)}`, 0],
	['a fraction without end', `1.${'0'.repeat(LENGTH)}`, 1],
])('an unquoted id stays intact beside 15 MB of %s', (_what, text, value) => {
	const startedAt = performance.now();
	const parsed = parseJsonKeepingIds(`{"id":17841400123456789,"a":${text}}`) as { a: unknown };
	expect(parsed).toMatchObject({ id: '17841400123456789' });
	expect(parsed.a === value).toBe(true);
	expect(performance.now() - startedAt).toBeLessThan(HANG_MS);
});

it.each([
	['a string that never ends', `[17841400123456789,"${'\\"'.repeat(LENGTH / 2)}`],
	['quotes', '"\\"'.repeat(LENGTH / 3)],
	['brackets', '['.repeat(LENGTH)],
	['minus signs', `[${'-'.repeat(LENGTH)}`],
])('15 MB of %s is not JSON, and nothing worse', (_what, text) => {
	const startedAt = performance.now();
	expect(parseJsonKeepingIds(text)).toBeUndefined();
	expect(performance.now() - startedAt).toBeLessThan(HANG_MS);
});

it.each([
	['17841400123456789', '17841400123456789'],
	['-17841400123456789', '-17841400123456789'],
	['1.7841400123456789e16', '17841400123456789'],
	['1.7841400123456789E+16', '17841400123456789'],
	['17841400123456789.0', '17841400123456789'],
	['178414001234567890e-1', '17841400123456789'],
	['0.017841400123456789e18', '17841400123456789'],
	['9007199254740993', '9007199254740993'],
	['9.1e15', '9100000000000000'],
	['17841400123456789.5', 17841400123456789.5],
	['1.5e3', 1500],
	['1e41', 1e41],
	['0e99', 0],
	['52.516300000000001', 52.516300000000001],
])('%s is read as %p, wherever it stands', (number, expected) => {
	for (const [before, after, pick] of [
		['', '', (value: unknown) => value],
		['[[1,', ']]', (value: unknown) => (value as number[][])[0]?.[1]],
		['{"a":{"id" :\n', '}}', (value: unknown) => (value as { a: { id: unknown } }).a.id],
	] as const) {
		expect(pick(parseJsonKeepingIds(before + number + after))).toBe(expected);
	}
});
