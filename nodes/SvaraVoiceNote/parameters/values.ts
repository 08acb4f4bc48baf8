import { SvaraError } from '../../shared/failure';
import { toText } from '../../shared/toText';

/** The error for a parameter: what is wrong with it, and what to enter instead. */
export const invalid = (message: string, fix: string): SvaraError =>
	new SvaraError('invalid_input', message, fix);

/**
 * A single value as text; '' where nothing was given. An object would be silently nothing.
 * @throws SvaraError `invalid_input`
 */
export function singleText(value: unknown, field: string): string {
	const text = toText(value);
	if (text !== '' || value === undefined || value === null || typeof value === 'string')
		return text;
	throw invalid(`'${field}' is not a single value`, 'Map one text or number here');
}

/** One of the choices; the first where nothing was given. */
export function chosen<const T extends string>(
	value: string,
	field: string,
	choices: readonly [T, ...T[]],
): T {
	const choice = choices.find((candidate) => candidate === (value || choices[0]));
	if (choice !== undefined) return choice;
	throw invalid(
		`'${field}' has no choice called ${value.slice(0, 40)}`,
		`Use one of: ${choices.join(', ')}`,
	);
}

/** @throws SvaraError `invalid_input` for what is no http(s) address */
export function webAddress(value: unknown, field: string, what = 'file'): string {
	const url = toText(value);
	if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
	throw invalid(
		url === '' ? `'${field}' is empty` : `'${field}' is not a web address`,
		`Enter the address of the ${what}, starting with https://`,
	);
}
