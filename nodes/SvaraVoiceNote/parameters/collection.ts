import { isObject } from '../../../lib/jsonValues';
import { invalid } from './values';

/** A row of a collection; an expression may yield anything in it. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The rows of a collection as the editor stores it, or one row alone.
 * @param name of the rows in the collection
 * @param field the collection's display name
 * @param example of what an expression may yield, as JSON
 * @throws SvaraError `invalid_input`
 */
export function rowsIn(value: unknown, name: string, field: string, example: string): Row[] {
	if (value === undefined || value === null || value === '') return [];
	const isCollection = isObject(value) && (Object.keys(value).length === 0 || name in value);
	const rows = isCollection ? [value[name] ?? []].flat() : undefined;
	if (rows?.every(isObject)) return rows;
	throw invalid(
		`'${field}' has another shape than expected`,
		`Map ${example} here, or add them one by one`,
	);
}

/** @throws SvaraError `invalid_input` for a text that Meta would cut off or refuse */
export function assertShort(text: string, max: number, what: string): void {
	const length = [...text].length;
	if (length <= max) return;
	throw invalid(`${what} of ${length} characters`, `Shorten it to ${max}`);
}
