/** So many may be above 2^53 = 9007199254740992. */
const LONG_DIGITS = 16;

/** An exponent makes a long integer of few digits; past this many it is no id, but a measure. */
const MOST_DIGITS = 40;

/** Most texts have no long integer that is not in quotes already, and need no second look. */
const MAY_HAVE_LONG_INTEGER = /(?:^|[:,[])\s*-?(?:\d{16}|\d[\d.]{0,199}[eE])/;

/**
 * Parses JSON, keeping integers of 16 digits and more as strings of their digits: Meta's ids do not
 * fit a JS number (17841400123456789 is above 2^53), and a gateway may send them unquoted, or as
 * 1.7841400123456789e16. Other fractions and exponents are numbers. Takes time in proportion to the text.
 * Returns undefined for text that is not JSON.
 */
export function parseJsonKeepingIds(text: string): unknown {
	const parsed = parse(text);
	if (parsed === undefined || !MAY_HAVE_LONG_INTEGER.test(text)) return parsed;
	return parse(quoteLongIntegers(text));
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/**
 * Where a string of a JSON text ends: behind its closing quote, or at the text's end if it has none.
 *
 * @param start of the string, at its opening quote
 */
export function endOfString(text: string, start: number): number {
	for (let quote = start; ;) {
		quote = text.indexOf('"', quote + 1);
		if (quote === -1) return text.length;
		let before = quote - 1;
		while (text.charAt(before) === '\\') before--;
		// An even number of backslashes are pairs: they escape each other and not the quote.
		if ((quote - before) % 2 === 1) return quote + 1;
	}
}

/**
 * Looks for numbers between the strings only. The strings are passed by hand: a regular expression for
 * them remembers a backtracking point for each of their characters, and gives up at some megabytes.
 *
 * @param text known to be JSON
 */
function quoteLongIntegers(text: string): string {
	const pieces: string[] = [];
	for (let at = 0; at < text.length;) {
		const quote = text.indexOf('"', at);
		const start = quote === -1 ? text.length : quote;
		const end = endOfString(text, start);
		pieces.push(text.slice(at, start).replace(NUMBER, quoteIfLong), text.slice(start, end));
		at = end;
	}
	return pieces.join('');
}

const NUMBER = /[-\d][-+.eE\d]*/g;

/** An id has up to {@link MOST_DIGITS} and as many zeros behind a point; V8's stack is too small for megabytes. */
const MOST_CHARACTERS = 200;

function quoteIfLong(number: string): string {
	const integer = /[.eE]/.test(number) ? integerOf(number) : number;
	const isLong = integer !== undefined && integer.replace('-', '').length >= LONG_DIGITS;
	return isLong ? `"${integer}"` : number;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/;

/** The digits of a number that is written with a point or an exponent; undefined if it is no integer. */
function integerOf(number: string): string | undefined {
	if (number.length > MOST_CHARACTERS) return undefined;
	const [, sign = '', whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(number) ?? [];
	const shift = Number(exponent) - fraction.length;
	if (Math.abs(shift) > MOST_DIGITS) return undefined;
	const digits = whole + fraction;
	const end = Math.max(0, digits.length + Math.min(shift, 0));
	if (/[^0]/.test(digits.slice(end))) return undefined;
	const integer = (digits.slice(0, end) + '0'.repeat(Math.max(shift, 0))).replace(/^0+(?=.)/, '');
	return integer.length > MOST_DIGITS ? undefined : sign + integer;
}
