import { endOfString } from '../json';

/** Twice Meta's deepest: a button on a template's card lies at the 15th level. */
const MAX_DEPTH = 32;

/**
 * A batch of Meta's holds at most 1,000 updates, most of them of 10 to 20 values: this leaves 100 for each.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
const MAX_VALUES = 100_000;

/**
 * Whether a JSON text is too much to walk through, and to hand to a workflow: n8n spends some
 * microseconds on every value of an item, and its payload limit of 16 MB lets millions of them in.
 *
 * @returns what is wrong, for the log; undefined for a text within the bounds
 */
export function excessOf(text: string): string | undefined {
	let depth = 0;
	let valueCount = 1;
	for (let at = 0; at < text.length; at++) {
		switch (text.charAt(at)) {
			case '"':
				at = endOfString(text, at) - 1;
				break;
			case '[':
			case '{':
				if (++depth > MAX_DEPTH) return `it nests deeper than ${MAX_DEPTH} levels`;
				valueCount++;
				break;
			case ']':
			case '}':
				depth--;
				break;
			case ',':
				valueCount++;
		}
		if (valueCount > MAX_VALUES) return `it holds more than ${MAX_VALUES} values`;
	}
	return undefined;
}
