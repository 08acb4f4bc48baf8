import { createHash } from 'node:crypto';

import { isObject, type JsonObject } from '../model/json';

/** Where bytes stood: an object with this one key, whose value is their SHA-256. */
const REFERENCE = '$media';

/** Bytes in base64 by their SHA-256: what several messages and links share is written once. */
export type MediaTable = Record<string, string>;

/** The value as JSON can hold it; its bytes go into the table. */
export function detachMedia(value: unknown, table: MediaTable): unknown {
	if (Buffer.isBuffer(value)) {
		const sha256 = createHash('sha256').update(value).digest('hex');
		table[sha256] ??= value.toString('base64');
		return { [REFERENCE]: sha256 };
	}
	if (Array.isArray(value)) return value.map((each) => detachMedia(each, table));
	return isObject(value) ? mapValues(value, (each) => detachMedia(each, table)) : value;
}

/** The opposite: puts the bytes back where they stood. */
export function attachMedia(value: unknown, table: MediaTable): unknown {
	if (Array.isArray(value)) return value.map((each) => attachMedia(each, table));
	if (!isObject(value)) return value;
	const base64 = table[String(value[REFERENCE])];
	if (base64 !== undefined) return Buffer.from(base64, 'base64');
	return mapValues(value, (each) => attachMedia(each, table));
}

const mapValues = (object: JsonObject, change: (value: unknown) => unknown): JsonObject =>
	Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
