import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import type { Item } from '../parameters/item';
import { invalid } from '../parameters/values';

/**
 * The file in a field of the input item, as n8n keeps it.
 *
 * @param field its name, or the file itself, which an expression may yield
 * @throws SvaraError `invalid_input`, with the names of the fields that do hold files
 */
export function findBinary({ context, itemIndex }: Item, field: string): IBinaryData {
	try {
		return context.helpers.assertBinaryData(itemIndex, field);
	} catch (fault) {
		const item = context.getInputData()[itemIndex];
		if (typeof field !== 'string' || !item) throw fault;
		throw noSuchField(field, fileFields(item));
	}
}

function noSuchField(field: string, others: string[]): Error {
	const names = others.map((name) => `'${name}'`);
	const [only] = names;
	if (!only) {
		return invalid(
			`The item has no binary field '${field}', nor any other`,
			'Connect a node that outputs a file, such as a download or text-to-speech node, or choose another source than Binary',
		);
	}
	return invalid(
		`The item has no binary field '${field}', only ${listed(names, 'and')}`,
		`Enter ${listed(names, 'or')} in 'Input Data Field Name'`,
	);
}

const listed = (names: string[], word: 'and' | 'or') =>
	[names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(` ${word} `);

/** With the workflow setting `binaryMode: combined`, files are in the json. */
function fileFields({ binary, json }: INodeExecutionData): string[] {
	const inJson = Object.entries(json).filter(([, value]) => isFile(value));
	return [...Object.keys(binary ?? {}), ...inJson.map(([name]) => name)];
}

/** The marks by which n8n knows one (n8n-workflow, `isBinaryValue`). */
const isFile = (value: unknown) =>
	typeof value === 'object' &&
	value !== null &&
	'mimeType' in value &&
	('data' in value || 'id' in value);
