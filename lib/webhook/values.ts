import { asId, isObject, type JsonObject } from '../jsonValues';

/** An array's objects, or the object itself where one stands in an array's place. */
export function objectsIn(value: unknown): JsonObject[] {
	if (Array.isArray(value)) return value.filter(isObject);
	return isObject(value) ? [value] : [];
}

export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** What tells an update from others by a message's id; undefined where it has none. */
export function withId(mid: unknown, suffix = ''): string | undefined {
	const id = asId(mid);
	return id === undefined ? undefined : `${id} ${suffix}`;
}

/** Below this a timestamp is in seconds: as milliseconds it would be March 1973. */
const FIRST_IN_MILLISECONDS = 1e11;

/** The last instant whose year, and that of the windows it opens, has four digits. */
const LAST_MS = Date.UTC(9999, 11, 20);

/** As Graph writes times in answers, and some gateways in webhooks: 2026-11-20T07:00:00+0000. */
const DATE_AND_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:?\d\d)$/;

/**
 * Milliseconds since 1970. Meta writes timestamps in seconds and in milliseconds, as numbers and as
 * digits. https://developers.facebook.com/documentation/instagram-platform/webhooks/examples
 */
export function timeMsOf(value: unknown): number | undefined {
	const text = typeof value === 'string' ? value : '';
	if (DATE_AND_TIME.test(text)) return timeMsOf(Date.parse(text));
	const time = /^\d{1,16}$/.test(text) ? Number(text) : value;
	if (typeof time !== 'number' || !(time > 0)) return undefined;
	const timeMs = Math.trunc(time < FIRST_IN_MILLISECONDS ? time * 1000 : time);
	return timeMs <= LAST_MS ? timeMs : undefined;
}

/** ISO 8601 of a timestamp in any of Meta's notations. */
export function isoTimeOf(value: unknown): string | undefined {
	const timeMs = timeMsOf(value);
	return timeMs === undefined ? undefined : new Date(timeMs).toISOString();
}

/**
 * The objects in one, without undefined keys; undefined if no key is left. The keys are ours, so that
 * none of them reaches a prototype. To spread objects of so many keys takes V8 four times as long.
 */
export function withoutUndefined(...objects: readonly JsonObject[]): JsonObject | undefined {
	let result: JsonObject | undefined;
	for (const object of objects) {
		for (const key of Object.keys(object)) {
			if (object[key] === undefined) continue;
			result ??= {};
			result[key] = object[key];
		}
	}
	return result;
}

/** They would reach a prototype when somebody merges the item into something else. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** A copy that is safe to merge and to serialise; `bounds` has seen to it that it does not go too deep. */
export function safeCopy(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(safeCopy);
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !FORBIDDEN_KEYS.has(key))
			.map(([key, inner]) => [key, safeCopy(inner)]),
	);
}

/** Meta's fields as items carry them: a safe copy with keys in camel case and ids as strings. */
export function inCamelCase(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(inCamelCase);
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !FORBIDDEN_KEYS.has(key))
			.map(([key, inner]) => [
				camelCased(key),
				/(^|_)id$/.test(key) ? (asId(inner) ?? null) : inCamelCase(inner),
			]),
	);
}

/** Meta's field names stay below 40 characters; renaming megabytes would take seconds. */
const MAX_NAME = 100;

const camelCased = (key: string): string =>
	key.length > MAX_NAME
		? key
		: key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
