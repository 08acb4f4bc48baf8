import { GraphError } from '../model/graphError';
import { isObject } from '../model/json';
import { cut, readPaging, type Cut, type Paging } from './paging';

/**
 * A Graph node's fields. An absent field is known but empty, and then left out; a function is
 * called if its field is asked for.
 */
export type GraphNode = Readonly<Record<string, unknown>>;

/** A field that holds a list of nodes, which a call may limit and look into. */
export class Edge {
	/**
	 * @param fields what each node shows unless the call asks for more
	 * @param nodeType name of the nodes' type, for errors
	 * @param isPaged false for short lists, which come whole and without cursors
	 */
	constructor(
		readonly nodes: readonly GraphNode[],
		readonly fields: string,
		readonly nodeType: string,
		readonly isPaged = true,
	) {}
}

/** A field that holds one node and shows the given fields of it, unless the call asks for more. */
export class Link {
	constructor(
		readonly node: GraphNode,
		readonly fields: string,
		readonly nodeType: string,
	) {}
}

interface FieldRequest {
	name: string;
	/** `.limit(20)` and the like. */
	modifiers: Readonly<Record<string, string>>;
	nested: FieldRequest[] | undefined;
}

/**
 * Picks what `fields=id,name,linked{id,username}` asks for; edges take `messages.limit(5){id,from}`.
 * @param nodeType name of the node's type, for the error
 * @throws GraphError 100 for a field the node does not have, or for unbalanced braces
 */
export function pickFields(
	node: GraphNode,
	fields: string | undefined,
	nodeType: string,
): Record<string, unknown> {
	return pick(node, parseFields(fields ?? 'id'), nodeType);
}

/**
 * A page of an edge's nodes with the given fields.
 * @param linkTo makes the link to the page behind a cursor; without it none is shown
 */
export function pickPage(
	edge: Edge,
	fields: string | undefined,
	paging: Paging,
	linkTo?: (after: string) => string,
): Record<string, unknown> {
	const requests = parseFields(fields ?? edge.fields);
	return pageOf(edge, requests, paging, linkTo);
}

function pageOf(
	edge: Edge,
	requests: readonly FieldRequest[],
	paging: Paging,
	linkTo?: (after: string) => string,
): Record<string, unknown> {
	const { nodes, cursors }: Cut<GraphNode> = edge.isPaged
		? cut(edge.nodes, paging)
		: { nodes: edge.nodes };
	const data = nodes.map((node) => pick(node, requests, edge.nodeType));
	if (cursors === undefined) return { data };
	const next = cursors.hasMore && linkTo !== undefined ? { next: linkTo(cursors.after) } : {};
	return { data, paging: { cursors: { before: cursors.before, after: cursors.after }, ...next } };
}

/** The id always comes along; a linked object shows nothing else unless asked for more. */
function pick(
	node: GraphNode,
	requests: readonly FieldRequest[],
	nodeType: string,
): Record<string, unknown> {
	const picked: Record<string, unknown> = {};
	for (const request of [...requests, { name: 'id', modifiers: {}, nested: undefined }]) {
		const { name } = request;
		if (!Object.hasOwn(node, name)) {
			throw new GraphError('unknownField', { field: name, node: nodeType });
		}
		const value = valueOf(node[name], request);
		if (value !== undefined) picked[name] = value;
	}
	return picked;
}

function valueOf(field: unknown, { name, modifiers, nested }: FieldRequest): unknown {
	const value: unknown = typeof field === 'function' ? (field as () => unknown)() : field;
	if (value instanceof Edge) {
		return pageOf(value, nested ?? parseFields(value.fields), readPaging(modifiers));
	}
	if (value instanceof Link) {
		return pick(value.node, nested ?? parseFields(value.fields), value.nodeType);
	}
	return isObject(value) ? pick(value, nested ?? [], name) : value;
}

function parseFields(text: string): FieldRequest[] {
	const parser = { text: text.replace(/\s/g, ''), at: 0 };
	const fields = parseList(parser);
	if (parser.at < parser.text.length) throw syntaxError();
	return fields;
}

interface Parser {
	text: string;
	at: number;
}

function parseList(parser: Parser): FieldRequest[] {
	const list: FieldRequest[] = [];
	for (;;) {
		const name = take(parser, /^\w+/)?.[0];
		if (name === undefined) throw syntaxError();
		list.push({ name, modifiers: parseModifiers(parser), nested: parseNested(parser) });
		if (take(parser, /^,/) === undefined) return list;
	}
}

function parseModifiers(parser: Parser): Record<string, string> {
	const modifiers: Record<string, string> = {};
	for (;;) {
		const [, name, value] = take(parser, /^\.(\w+)\(([^()]*)\)/) ?? [];
		if (name === undefined || value === undefined) return modifiers;
		modifiers[name] = value;
	}
}

function parseNested(parser: Parser): FieldRequest[] | undefined {
	if (take(parser, /^\{/) === undefined) return undefined;
	const nested = parseList(parser);
	if (take(parser, /^\}/) === undefined) throw syntaxError();
	return nested;
}

function take(parser: Parser, token: RegExp): RegExpExecArray | undefined {
	const match = token.exec(parser.text.slice(parser.at)) ?? undefined;
	parser.at += match?.[0].length ?? 0;
	return match;
}

const syntaxError = (): GraphError =>
	new GraphError('parameterInvalid', { parameter: 'fields', must: 'has a syntax error' });
