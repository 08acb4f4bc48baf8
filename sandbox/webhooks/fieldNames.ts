import { GraphError } from '../model/graphError';
import { requireString } from '../model/parameters';
import { FIELDS, type WebhookObject } from './fields';

/**
 * Reads `messages,messaging_postbacks` or the same as a list.
 * @throws GraphError 100 if none is given, or naming the first that the object does not have
 */
export function readFieldNames(
	value: unknown,
	parameter: string,
	object: WebhookObject,
): readonly string[] {
	const names: unknown[] = Array.isArray(value)
		? value
		: requireString(value, parameter).split(',');
	const fields = names.map((name) => String(name).trim()).filter((name) => name !== '');
	if (fields.length === 0) throw new GraphError('parameterMissing', { parameter });
	fields.forEach((field, index) => {
		if (FIELDS[object].includes(field)) return;
		throw new GraphError('webhookFieldUnknown', {
			parameter: `${parameter}[${index}]`,
			field,
			fields: FIELDS[object].join(', '),
		});
	});
	return [...new Set(fields)];
}
