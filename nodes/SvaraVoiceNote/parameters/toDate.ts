import type { IExecuteFunctions } from 'n8n-workflow';

import { toText } from '../../shared/toText';

/** What n8n's date picker yields: no offset, meant in the workflow's time zone. */
const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/;

/** A calendar date first; JS would also make dates of "next 3" and "-5". */
const DATE_FIRST = /^\d{4}-\d{2}-\d{2}/;

/** Numbers below this are seconds: as milliseconds it is a day in 1973. */
const SECONDS_BELOW = 100_000_000_000;

/**
 * Reads a point in time: ISO 8601 text, a date, or a Unix time in seconds or milliseconds.
 * @returns undefined for anything else
 */
export function toDate(
	context: IExecuteFunctions,
	value: unknown,
	itemIndex: number,
): Date | undefined {
	const text = toText(value);
	if (!/^\d+$/.test(text) && !DATE_FIRST.test(text)) return undefined;
	const date = new Date(/^\d+$/.test(text) ? fromUnixTime(Number(text)) : absolute(text));
	return Number.isNaN(date.getTime()) ? undefined : date;

	function absolute(iso: string): number | string {
		if (!LOCAL_TIME.test(iso)) return iso;
		// n8n's expressions know the workflow's time zone; the pattern lets no code into this one.
		const expression = `{{ DateTime.fromISO('${iso.replace(' ', 'T')}').toMillis() }}`;
		return Number(context.evaluateExpression(expression, itemIndex));
	}
}

const fromUnixTime = (time: number) => (time < SECONDS_BELOW ? time * 1000 : time);
