import { SvaraError } from './failure';

/** An integer that went through a JS number and came out in powers of ten: "1.78414e+16". */
const EXPONENT = /^\d+(\.\d+)?e\+?\d+$/i;

/**
 * Brings an id to text. Meta's ids have up to 17 digits and a JS number holds 15 exactly, so a larger
 * number has already lost digits.
 * @param field the parameter's display name
 * @returns the id, or '' where nothing was given
 * @throws SvaraError `invalid_input`
 */
export function toId(value: unknown, field: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string' && !EXPONENT.test(value.trim())) return value.trim();
	if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
	if (Number.isFinite(value) || typeof value === 'string') {
		throw new SvaraError(
			'invalid_input',
			`'${field}' has lost digits on its way: it arrived as a number, and numbers hold only 15 digits exactly`,
			'Map the id as text where it comes from (quote it in JSON, format the column as text), then run again',
		);
	}
	throw new SvaraError(
		'invalid_input',
		`'${field}' is not an id`,
		'Map a single text or whole number here',
	);
}
