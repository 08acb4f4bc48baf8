import { isObject, type JsonObject } from '../model/json';
import { BadControlCall } from './handler';

/** @throws BadControlCall unless the body has an object under that name */
export function objectOf(body: JsonObject, name: string): JsonObject {
	const value = body[name];
	if (isObject(value)) return value;
	throw new BadControlCall(`${name} must be an object, in Meta's words`);
}

/** @throws BadControlCall unless the body has a text under that name */
export function textOf(body: JsonObject, name: string): string {
	const value = body[name];
	if (typeof value === 'string' && value !== '') return value;
	throw new BadControlCall(`${name} must be a text`);
}
