import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server on the loopback, in place of the internet. */
export interface WebServer {
	/** Without a slash at the end. */
	readonly url: string;
	/** What has been asked, oldest first. */
	readonly hits: IncomingMessage[];
	/** Cuts off whoever is still connected. */
	close(): Promise<void>;
}

export async function startWebServer(handle: RequestListener): Promise<WebServer> {
	const hits: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		hits.push(request);
		handle(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		hits,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
