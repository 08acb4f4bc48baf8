import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Control } from '../control/handler';
import { answerControl } from '../control/routes';
import { isForGateway, throughGateway } from '../gateway/gateway';
import { hostOf } from '../graph/address';
import { readBody } from '../http/body';
import { jsonReply, writeReply } from '../http/reply';
import { MEDIA_PATH } from '../media/links';
import { sampleReply, SAMPLES_PATH } from '../samples/serve';
import { SPEECH_PATH, speechReply } from '../speech/routes';
import { exchange, type GraphService } from './exchange';
import { pageReply } from './page';

/** A listening sandbox. */
export interface Listening {
	/** Without a trailing slash. */
	url: string;
	close(): Promise<void>;
}

/**
 * Listens for Graph calls, control calls and people looking at the page.
 * @param port 0 for a free one
 * @throws Error `EADDRINUSE` and the like
 */
export async function listen(
	graph: GraphService,
	control: Control,
	port: number,
	host: string,
): Promise<Listening> {
	const server = createServer((message, response) => {
		serve(graph, control, message, response).catch(() => response.socket?.destroy());
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	});
	const address = server.address() as AddressInfo;
	const isEverywhere = host === '0.0.0.0' || host === '::';
	return {
		url: `http://${isEverywhere ? '127.0.0.1' : host}:${address.port}`,
		close: () => closeServer(server),
	};
}

async function serve(
	graph: GraphService,
	control: Control,
	message: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const url = new URL(message.url ?? '/', 'http://sandbox');
	if (hostOf(url.pathname) !== undefined) return exchange(graph, message, response, url);
	if (isForGateway(url.pathname)) {
		const passedOn = throughGateway(graph.world, message, url);
		if (passedOn instanceof URL) return exchange(graph, message, response, passedOn);
		writeReply(response, passedOn);
		return;
	}
	if (url.pathname.startsWith('/_sandbox/')) {
		const reply = await answerControl(control, message, url, await readBody(message));
		writeReply(response, reply);
		return;
	}
	if (url.pathname === MEDIA_PATH) {
		const agent = message.headers['user-agent'];
		writeReply(response, graph.world.links.answer(url.searchParams, agent));
		return;
	}
	if (url.pathname.startsWith(SAMPLES_PATH)) {
		writeReply(response, sampleReply(url.pathname, graph.world.origin, message.headers));
		return;
	}
	if (url.pathname.startsWith(SPEECH_PATH)) {
		const contentType = message.headers['content-type'] ?? '';
		const now = graph.world.clock.now();
		const call = { contentType, bytes: await readBody(message), now };
		writeReply(response, await speechReply(message.method ?? 'GET', url.pathname, call));
		return;
	}
	const page = await pageReply(url.pathname);
	if (page !== undefined) {
		writeReply(response, page);
		return;
	}
	const hint =
		'Nothing lives here. Graph calls start with /graph.instagram.com or /graph.facebook.com.';
	writeReply(response, jsonReply(404, { hint }));
}

function closeServer(server: Server): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
