/** Text of what an expression or a stored field yields; '' for what has none, such as objects. */
export function toText(value: unknown): string {
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
	if (typeof value === 'boolean') return String(value);
	// Luxon dates (n8n's `$now`) and JS dates: JSON writes both as ISO text.
	if (typeof value === 'object' && value !== null && 'toJSON' in value) {
		return JSON.stringify(value).replace(/^"|"$/g, '');
	}
	return '';
}
