/** Reading JSON that anybody may have written: every value is checked where it is used. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An id as text, also where a server sends a short number; undefined for anything else. */
export function asId(value: unknown): string | undefined {
	if (typeof value === 'string' && value !== '') return value;
	return Number.isSafeInteger(value) ? String(value) : undefined;
}
