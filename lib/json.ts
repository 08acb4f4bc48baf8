/** Strings (kept as they are) or integers of 16 digits and more that stand outside strings. */
const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * Parses JSON, keeping long integers as strings of digits: Meta's ids do not fit a JS number
 * (17841400123456789 is above 2^53), and a gateway may send them unquoted.
 * Returns undefined for text that is not JSON.
 */
export function parseJsonKeepingIds(text: string): unknown {
	try {
		const parsed: unknown = JSON.parse(text);
		if (!/\d{16}/.test(text)) return parsed;
		// Only on text known to be JSON: there the pattern runs in linear time.
		return JSON.parse(
			text.replace(STRING_OR_LONG_INTEGER, (token) =>
				token.startsWith('"') ? token : `"${token}"`,
			),
		);
	} catch {
		return undefined;
	}
}
