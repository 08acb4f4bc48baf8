import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Control } from '../control/handler';
import { EVENTS_PATH, LiveFeed } from '../control/live/feed';
import { answerControl } from '../control/routes';
import { isForGateway, throughGateway } from '../gateway/gateway';
import { hostOf } from '../graph/address';
import { discardBody, RefusedRequest } from '../http/body';
import { jsonReply, writeReply, type Reply } from '../http/reply';
import { MEDIA_PATH } from '../media/links';
import { sampleReply, SAMPLES_PATH } from '../samples/serve';
import { SPEECH_PATH, speechReply } from '../speech/routes';
import { CONTROL_PATH, type Access } from './access';
import { exchange, type GraphService } from './exchange';
import { pageReply } from './page';

/** How long a client may take for its headers, and how often slow clients are looked for. */
const HEADERS_TIMEOUT_MS = 10_000;
const CHECKING_INTERVAL_MS = 1000;

/**
 * How long an idle connection stays open. Node's five seconds are too short for a test that runs in the
 * sandbox's own process: while a bot converts audio there, no timer runs, and then the connection is closed
 * under the request that has just been sent on it.
 */
const KEEP_ALIVE_MS = 10 * 60_000;

/** Where a sandbox listens, and to whom. */
export interface ListenOptions {
	access: Access;
	/** 0 for a free one. */
	port: number;
	host: string;
	/** How long a client may take for a whole request; it is then answered with 408. */
	requestTimeoutMs: number;
	/** Called after every request that may have changed something. */
	onChange?: (() => void) | undefined;
}

/** A listening sandbox. */
export interface Listening {
	/** Without a trailing slash. */
	url: string;
	close(): Promise<void>;
}

/**
 * Listens for Graph calls, control calls and people looking at the page. What is not HTTP, or has headers
 * of more than 16 KiB, is answered by Node with 400 and 431.
 * @throws Error `EADDRINUSE` and the like
 */
export async function listen(
	graph: GraphService,
	control: Control,
	{ access, port, host, requestTimeoutMs, onChange }: ListenOptions,
): Promise<Listening> {
	const live = new LiveFeed(control);
	const options = {
		requestTimeout: requestTimeoutMs,
		headersTimeout: Math.min(requestTimeoutMs, HEADERS_TIMEOUT_MS),
		keepAliveTimeout: KEEP_ALIVE_MS,
		connectionsCheckingInterval: Math.min(requestTimeoutMs, CHECKING_INTERVAL_MS),
	};
	const server = createServer(options, (message, response) => {
		if (onChange !== undefined && message.method !== 'GET') response.once('close', onChange);
		serve(graph, control, live, access, message, response).catch((cause: unknown) =>
			answerFailure(cause, message, response),
		);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	});
	const address = server.address() as AddressInfo;
	return {
		url: `http://${reachableName(host)}:${address.port}`,
		close: () => closeServer(server),
	};
}

/** Answers one request. Whatever is written by itself returns nothing. */
async function serve(
	graph: GraphService,
	control: Control,
	live: LiveFeed,
	access: Access,
	message: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const url = readUrl(message.url ?? '');
	const refusal = access.refusalOf(message, url);
	if (refusal !== undefined) return answer(message, response, refusal);
	if (hostOf(url.pathname) !== undefined) return exchange(graph, message, response, url);
	if (isForGateway(url.pathname)) {
		const passedOn = throughGateway(graph.world, message, url);
		if (passedOn instanceof URL) return exchange(graph, message, response, passedOn);
		return answer(message, response, passedOn);
	}
	if (url.pathname.startsWith(CONTROL_PATH)) {
		if (url.pathname === EVENTS_PATH && message.method === 'GET') return live.connect(response);
		return answer(message, response, await answerControl(control, message, url));
	}
	if (url.pathname.startsWith(SPEECH_PATH)) {
		const reply = await speechReply(graph.world.clock, message, url.pathname);
		return answer(message, response, reply);
	}
	return answer(message, response, await answerViewer(graph, access, message, url));
}

async function answer(
	message: IncomingMessage,
	response: ServerResponse,
	reply: Reply,
): Promise<void> {
	await discardBody(message);
	writeReply(response, reply);
}

/** What a browser or a download asks for. */
async function answerViewer(
	{ world }: GraphService,
	access: Access,
	message: IncomingMessage,
	{ pathname, searchParams }: URL,
): Promise<Reply> {
	if (pathname === MEDIA_PATH) {
		return world.links.answer(searchParams, message.headers['user-agent']);
	}
	if (pathname.startsWith(SAMPLES_PATH)) {
		return sampleReply(pathname, world.origin, message.headers);
	}
	const token = searchParams.get('token');
	if (pathname === '/' && token !== null) return access.signIn(message, token);
	const hint =
		'Nothing lives here. Graph calls start with /graph.instagram.com or /graph.facebook.com.';
	return (await pageReply(pathname)) ?? jsonReply(404, { hint });
}

/** @throws RefusedRequest 400 for a request target that is no path */
function readUrl(target: string): URL {
	const text = target.startsWith('/') ? `http://sandbox${target}` : target;
	if (URL.canParse(text)) return new URL(text);
	throw new RefusedRequest(400, 'The address of this request is no URL. Correct it.');
}

/** A client that went away hears nothing; whatever else went wrong is said, and the server goes on. */
async function answerFailure(
	cause: unknown,
	message: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	if (response.headersSent || message.socket.destroyed) return void message.socket.destroy();
	const isRefusal = cause instanceof RefusedRequest;
	const error = isRefusal ? cause.message : `Sandbox bug: ${String(cause)}`;
	const reply = jsonReply(isRefusal ? cause.status : 500, { error });
	await answer(message, response, reply).catch(() => message.socket.destroy());
}

/** The name under which this machine itself reaches what listens on `host`. */
function reachableName(host: string): string {
	if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
	return host.includes(':') ? `[${host}]` : host;
}

function closeServer(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
