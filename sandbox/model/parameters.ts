import { GraphError } from './graphError';
import { isObject, type JsonObject } from './json';

/** The strict checks that every edge makes of the parameters it is given. */

const invalidParameter = (parameter: string, must: string): GraphError =>
	new GraphError('parameterInvalid', { parameter, must });

/** @throws GraphError 100 if the parameter is absent or no string: ids never travel as numbers */
export function requireString(value: unknown, parameter: string): string {
	if (value === undefined || value === null || value === '') {
		throw new GraphError('parameterMissing', { parameter });
	}
	if (typeof value !== 'string') throw invalidParameter(parameter, 'must be a string');
	return value;
}

/** Like `requireString`, but the parameter may be absent. */
export function optionalString(value: unknown, parameter: string): string | undefined {
	return value === undefined ? undefined : requireString(value, parameter);
}

/** @throws GraphError 100 if the parameter is absent or no object */
export function requireObject(value: unknown, parameter: string): JsonObject {
	if (value === undefined || value === null || value === '') {
		throw new GraphError('parameterMissing', { parameter });
	}
	if (!isObject(value)) throw invalidParameter(parameter, 'must be an object');
	return value;
}

/** A boolean, or the strings that Meta's own samples and form encoding write for one. */
export function optionalBoolean(value: unknown, parameter: string): boolean {
	if (value === undefined || value === false || value === 'false') return false;
	if (value === true || value === 'true') return true;
	throw invalidParameter(parameter, 'must be a boolean');
}

/** @throws GraphError 100 unless the value is one of the choices */
export function requireOneOf(
	value: unknown,
	choices: readonly string[],
	parameter: string,
): string {
	if (typeof value === 'string' && choices.includes(value)) return value;
	throw invalidParameter(parameter, `must be one of {${choices.join(', ')}}`);
}

/** @throws GraphError 100 `Invalid keys "…" were found in param "…".` */
export function refuseUnknownKeys(
	object: JsonObject,
	known: readonly string[],
	parameter: string,
): void {
	const unknown = Object.keys(object).filter((key) => !known.includes(key));
	if (unknown.length > 0)
		throw new GraphError('unknownKeys', { keys: unknown.join(', '), parameter });
}
