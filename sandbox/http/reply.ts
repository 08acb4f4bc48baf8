import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '../graph/reply';

/** Meta takes 25 MB files; with room for the rest of a multipart body, more is nobody's message. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Reads a whole body.
 * @throws Error if the client goes away, or sends more than a message can hold
 */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of message as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > MAX_BODY_BYTES) throw new Error('body too large');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

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
		headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
		body: JSON.stringify(body, null, '\t'),
	};
}
