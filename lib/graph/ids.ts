/** Ids are strings, also where a server sends a short number. */
export function asId(value: unknown): string | undefined {
	if (typeof value === 'string' && value !== '') return value;
	return Number.isSafeInteger(value) ? String(value) : undefined;
}
