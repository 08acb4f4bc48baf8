import { GraphError } from '../model/graphError';
import { optionalString } from '../model/parameters';

/** How far a call reads into a list. */
export interface Paging {
	limit: number;
	/** Cursor behind which the page starts. */
	after?: string | undefined;
}

/** Graph lists show 25 unless asked, and no more than 100. Source: Meta, "Paginated results". */
const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

/**
 * Reads `limit` and `after`.
 * @throws GraphError 100 for a limit that is no positive integer
 */
export function readPaging(params: Readonly<Record<string, unknown>>): Paging {
	const limit = optionalString(params.limit, 'limit') ?? String(DEFAULT_LIMIT);
	if (!/^[1-9]\d*$/.test(limit)) {
		throw new GraphError('parameterInvalid', {
			parameter: 'limit',
			must: 'must be a positive integer',
		});
	}
	return {
		limit: Math.min(Number(limit), MAX_LIMIT),
		after: optionalString(params.after, 'after'),
	};
}

type Identified = Readonly<{ id?: unknown }>;

/** A page of nodes, and the cursors around it; none around nothing. */
export interface Cut<Node extends Identified> {
	nodes: readonly Node[];
	cursors?: { before: string; after: string; hasMore: boolean };
}

/** @throws GraphError 100 for a cursor that points nowhere */
export function cut<Node extends Identified>(
	nodes: readonly Node[],
	{ limit, after }: Paging,
): Cut<Node> {
	const last = after === undefined ? -1 : nodes.findIndex((node) => cursorOf(node) === after);
	if (after !== undefined && last < 0) {
		throw new GraphError('parameterInvalid', { parameter: 'after', must: 'is no valid cursor' });
	}
	const page = nodes.slice(last + 1, last + 1 + limit);
	const first = page[0];
	const end = page.at(-1);
	if (first === undefined || end === undefined) return { nodes: page };
	const hasMore = last + 1 + page.length < nodes.length;
	return {
		nodes: page,
		cursors: { before: cursorOf(first), after: cursorOf(end), hasMore },
	};
}

/** Opaque to clients; stays good while other nodes come and go. */
const cursorOf = (node: Identified): string =>
	Buffer.from(String(node.id)).toString('base64url').slice(-48);
