import type { IncomingMessage, ServerResponse } from 'node:http';

/** An HTTP answer, ready to be written. */
export interface Reply {
	status: number;
	headers: Record<string, string>;
	body: string | Buffer;
}

/**
 * For bytes that somebody else made: whatever they are, a browser neither guesses a type nor runs them as
 * part of the sandbox's page.
 */
export const UNTRUSTED_HEADERS: Readonly<Record<string, string>> = {
	'X-Content-Type-Options': 'nosniff',
	'Content-Security-Policy': "default-src 'none'; sandbox",
};

/** Writes an answer whole. */
export function writeReply(response: ServerResponse, reply: Reply): void {
	response.writeHead(reply.status, {
		...reply.headers,
		'Content-Length': Buffer.byteLength(reply.body),
	});
	response.end(reply.body);
}

/** Promises the whole answer, writes half of it and cuts the connection. */
export function writeTruncated(response: ServerResponse, reply: Reply): void {
	const body = Buffer.from(reply.body);
	response.writeHead(reply.status, { ...reply.headers, 'Content-Length': body.length });
	response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}

/** Cuts the connection with a TCP reset. */
export function resetConnection(message: IncomingMessage): void {
	message.socket.resetAndDestroy();
}

/** A JSON answer of the control API. */
export function jsonReply(status: number, body: unknown): Reply {
	return {
		status,
		headers: {
			'Content-Type': 'application/json; charset=utf-8',
			'Cache-Control': 'no-store',
			'X-Content-Type-Options': 'nosniff',
		},
		body: JSON.stringify(body, null, '\t'),
	};
}
