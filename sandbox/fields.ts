import { Refusal } from './errors';
import { isObject } from './shape';

/** A Graph node's fields; an absent field is known but empty, and then left out. */
export type GraphNode = Readonly<Record<string, unknown>>;

interface FieldRequest {
	name: string;
	nested: FieldRequest[] | undefined;
}

/**
 * Picks what `fields=id,name,linked{id,username}` asks for.
 * @param nodeType name of the node's type, for the refusal
 * @throws Refusal 100 for a field the node does not have, or for unbalanced braces
 */
export function pickFields(
	node: GraphNode,
	fields: string | undefined,
	nodeType: string,
): Record<string, unknown> {
	return pick(node, parseFields(fields ?? 'id'), nodeType);
}

/** The id always comes along; a linked object shows nothing else unless asked for more. */
function pick(
	node: GraphNode,
	requests: readonly FieldRequest[],
	nodeType: string,
): Record<string, unknown> {
	const picked: Record<string, unknown> = {};
	for (const { name, nested } of [...requests, { name: 'id', nested: undefined }]) {
		if (!Object.hasOwn(node, name)) {
			throw new Refusal('unknownField', { field: name, node: nodeType });
		}
		const value = node[name];
		if (value === undefined) continue;
		picked[name] = isObject(value) ? pick(value, nested ?? [], name) : value;
	}
	return picked;
}

function parseFields(text: string): FieldRequest[] {
	const parser = { text: text.replace(/\s/g, ''), at: 0 };
	const fields = parseList(parser);
	if (parser.at < parser.text.length) throw syntaxRefusal();
	return fields;
}

function parseList(parser: { text: string; at: number }): FieldRequest[] {
	const list: FieldRequest[] = [];
	for (;;) {
		const name = /^\w+/.exec(parser.text.slice(parser.at))?.[0];
		if (name === undefined) throw syntaxRefusal();
		parser.at += name.length;
		list.push({ name, nested: parseNested(parser) });
		if (parser.text[parser.at] !== ',') return list;
		parser.at += 1;
	}
}

function parseNested(parser: { text: string; at: number }): FieldRequest[] | undefined {
	if (parser.text[parser.at] !== '{') return undefined;
	parser.at += 1;
	const nested = parseList(parser);
	if (parser.text[parser.at] !== '}') throw syntaxRefusal();
	parser.at += 1;
	return nested;
}

const syntaxRefusal = (): Refusal =>
	new Refusal('parameterInvalid', { parameter: 'fields', must: 'has a syntax error' });
