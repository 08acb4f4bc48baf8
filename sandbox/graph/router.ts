import type { SandboxAccount } from '../model/accounts';
import { FLAVOURS, type FlavourRules, type GraphHost } from '../model/flavours';
import { GraphError } from '../model/graphError';
import type { World } from '../world/world';
import { readAccount } from './account';
import { takeAppCall } from './appUsage';
import type { Call } from './call';
import { replyPublicly } from './commentReplies';
import { listConversations } from './conversations';
import { uploadAttachment } from './messages/attachments';
import { sendMessage } from './messages/send';
import { clearProfile, readProfile, writeProfile } from './messagingProfile';
import { findNode } from './nodes';
import type { GraphRequest } from './request';
import { showSubscribedApps, subscribeAccount, unsubscribeAccount } from './subscriptions/account';
import { answerAppSubscriptions } from './subscriptions/app';
import { passThread, releaseThread, requestThread, takeThread } from './threadControl';
import { authenticate, debugToken, exchangeToken, refreshToken, requireScope } from './tokens';

/** An edge of an account, e.g. `/{id}/messages`. */
export interface Edge {
	method: string;
	/** Path behind the id; empty for the node itself. */
	name: string;
	isOffered: (rules: FlavourRules) => boolean;
	/** Permission the token needs; `null` where any token will do. */
	scope: ((rules: FlavourRules) => string) | null;
	answer: (call: Call) => object | Promise<object>;
}

const messagingScope = (rules: FlavourRules): string => rules.messagingScope;

const subscribing = (method: string, answer: Edge['answer']): Edge => ({
	method,
	name: 'subscribed_apps',
	isOffered: () => true,
	scope: (rules) => rules.subscribingScope,
	answer,
});

/** Meta documents these for Pages only. */
const controllingThread = (action: string, answer: Edge['answer']): Edge => ({
	method: 'POST',
	name: `${action}_thread_control`,
	isOffered: (rules) => rules.host === 'graph.facebook.com',
	scope: messagingScope,
	answer,
});

const profile = (method: string, answer: Edge['answer']): Edge => ({
	method,
	name: 'messenger_profile',
	isOffered: () => true,
	scope: messagingScope,
	answer,
});

/** Every edge of an account, by method and name. */
export const EDGES: readonly Edge[] = [
	{
		method: 'GET',
		name: '',
		isOffered: () => true,
		scope: null,
		answer: readAccount,
	},
	{
		method: 'POST',
		name: 'messages',
		isOffered: () => true,
		scope: messagingScope,
		answer: sendMessage,
	},
	{
		method: 'POST',
		name: 'message_attachments',
		isOffered: (rules) => rules.takesUploads,
		scope: messagingScope,
		answer: uploadAttachment,
	},
	{
		method: 'GET',
		name: 'conversations',
		isOffered: () => true,
		scope: messagingScope,
		answer: listConversations,
	},
	controllingThread('pass', passThread),
	controllingThread('release', releaseThread),
	controllingThread('take', takeThread),
	controllingThread('request', requestThread),
	profile('GET', readProfile),
	profile('POST', writeProfile),
	profile('DELETE', clearProfile),
	subscribing('POST', subscribeAccount),
	subscribing('GET', showSubscribedApps),
	subscribing('DELETE', unsubscribeAccount),
];

/** Calls about tokens, which check by themselves who asks. */
const TOKEN_CALLS: ReadonlyArray<{
	host: GraphHost;
	name: string;
	answer: (world: World, request: GraphRequest) => object;
}> = [
	{ host: 'graph.instagram.com', name: 'access_token', answer: exchangeToken },
	{ host: 'graph.instagram.com', name: 'refresh_access_token', answer: refreshToken },
	{ host: 'graph.facebook.com', name: 'debug_token', answer: debugToken },
];

/**
 * Answers a Graph call; the returned object is the body of a 200.
 * @throws GraphError whatever Meta would answer instead
 */
export async function answerGraph(
	world: World,
	request: GraphRequest,
	signal: AbortSignal,
): Promise<object> {
	const [id = '', ...rest] = request.segments;
	const tokenCall = TOKEN_CALLS.find((each) => each.host === request.host && each.name === id);
	if (tokenCall !== undefined && rest.length === 0) {
		if (request.method !== 'GET') throw unsupportedMethod(request);
		return tokenCall.answer(world, request);
	}
	const isAboutApp = request.host === 'graph.facebook.com' && rest.join('/') === 'subscriptions';
	if (isAboutApp) return answerAppSubscriptions(world, request);
	const token = authenticate(world, request);
	const { account } = token;
	takeAppCall(world, account);
	const rules = FLAVOURS[account.flavour];
	const call = { world, request, token, account, signal };
	const name = rest.join('/');
	const node = findNode(call, id, name);
	if (node !== undefined) {
		if (request.method !== 'GET') throw unsupportedMethod(request);
		requireScope(token, rules.messagingScope, rules.errors.missingPermission);
		return node(call);
	}
	if (name === rules.repliesEdge) {
		if (request.method !== 'POST') throw unsupportedMethod(request);
		return replyPublicly(call, id);
	}
	const offered = EDGES.filter((each) => each.name === name && each.isOffered(rules));
	if (offered.length === 0) throw new GraphError('unknownPath', { path: `/${name}` });
	checkPathId(id, request, account);
	const edge = offered.find((each) => each.method === request.method);
	if (edge === undefined) throw unsupportedMethod(request);
	if (edge.scope !== null) {
		requireScope(token, edge.scope(rules), rules.errors.missingPermission);
	}
	return edge.answer(call);
}

/**
 * The path names one of the token's own objects. The linked professional account exists for a Page
 * token but has no message edges: they are the Page's.
 */
function checkPathId(id: string, request: GraphRequest, account: SandboxAccount): void {
	const own = ['me', account.pageId || account.igUserId, account.appScopedId];
	if (id !== '' && own.includes(id)) return;
	const isLinkedAccount = account.pageId !== '' && id !== '' && id === account.igUserId;
	if (isLinkedAccount && request.segments.length === 1) return;
	if (isLinkedAccount) throw unsupportedMethod(request);
	throw new GraphError('objectNotFound', { id, method: request.method.toLowerCase() });
}

const unsupportedMethod = (request: GraphRequest): GraphError =>
	new GraphError('methodUnsupported', { method: request.method.toLowerCase() });
