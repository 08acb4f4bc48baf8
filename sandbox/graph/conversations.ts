import { FLAVOURS } from '../model/flavours';
import { GraphError } from '../model/graphError';
import { optionalString, requireOneOf } from '../model/parameters';
import { usageHeaders } from '../model/rateLimits';
import { threadsOf, type Thread } from '../world/threads';
import type { Call } from './call';
import { conversationNode, isReadable, messageNode, messageNodes } from './conversationNodes';
import { Edge, pickFields, pickPage } from './fields';
import { readPaging } from './paging';

/** Two calls a second and account. Source: Meta, "Rate limits". */
const CALLS_PER_SECOND = 2;

/** What lists show unless asked: the time of the last update only where nobody is looked for. */
const LISTED = 'id,updated_time';
const FOUND = 'id';

/**
 * `GET /{account}/conversations`, the latest first. On a Page's edge `platform` chooses whose
 * threads; without it they are Messenger's. Sources: Meta, "Conversations" (all three flavours).
 * @throws GraphError 100 for parameters, 613 above two calls a second
 */
export function listConversations(call: Call): Record<string, unknown> {
	takeFromRateLimit(call);
	const { world, account, request } = call;
	const { params } = request;
	const { audience } = FLAVOURS[account.flavour];
	const usual = account.flavour === 'instagramLogin' ? 'instagram' : 'messenger';
	const platform = requireOneOf(
		params.platform ?? usual,
		account.flavour === 'instagramLogin' ? ['instagram'] : ['instagram', 'messenger'],
		'platform',
	);
	const userId = optionalString(params.user_id, 'user_id');
	const threads = threadsOf(world, account).filter(
		({ recipient }) => platform === audience && (userId === undefined || recipient.id === userId),
	);
	const nodes = threads.map((thread) => conversationNode(world, thread));
	const edge = new Edge(nodes, userId === undefined ? LISTED : FOUND, 'Conversation');
	return page(call, edge);
}

/** `GET /{conversation}/messages`, the newest first. */
export function listMessages(call: Call, thread: Thread): Record<string, unknown> {
	takeFromRateLimit(call);
	const nodes = messageNodes(call.world, thread);
	return page(call, new Edge(nodes, 'id,created_time', 'Message'));
}

/** `GET /{conversation}`. */
export function readConversation(call: Call, thread: Thread): Record<string, unknown> {
	takeFromRateLimit(call);
	const fields = optionalString(call.request.params.fields, 'fields') ?? LISTED;
	return pickFields(conversationNode(call.world, thread), fields, 'Conversation');
}

/**
 * `GET /{message}`, for the 20 newest of a thread.
 * @throws GraphError 9000001 for older ones, as if they were deleted
 */
export function readMessage(call: Call, thread: Thread, at: number): Record<string, unknown> {
	takeFromRateLimit(call);
	const message = thread.messages[at];
	if (message === undefined || !isReadable(at)) throw new GraphError('messageDeleted');
	const fields = optionalString(call.request.params.fields, 'fields') ?? 'id,created_time';
	return pickFields(messageNode(call.world, thread, message), fields, 'Message');
}

/** As Meta's do, links to the next page contain the token. */
function page(call: Call, edge: Edge): Record<string, unknown> {
	const { world, request, token } = call;
	const fields = optionalString(request.params.fields, 'fields');
	const linkTo = (after: string): string => {
		const query = new URLSearchParams({ access_token: token.value, after });
		for (const name of ['fields', 'limit', 'platform', 'user_id']) {
			const value = request.params[name];
			if (typeof value === 'string') query.set(name, value);
		}
		const path = [request.host, request.version, ...request.segments].join('/');
		return `${world.origin}/${path}?${query.toString()}`;
	};
	return pickPage(edge, fields, readPaging(request.params), linkTo);
}

function takeFromRateLimit({ world, account }: Call): void {
	const rules = FLAVOURS[account.flavour];
	if (world.limits.take(`${account.id}/conversations`, CALLS_PER_SECOND)) return;
	throw new GraphError(rules.errors.throttled, {}, usageHeaders(account.id, 0, rules.audience));
}
