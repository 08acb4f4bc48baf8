import type { IncomingMessage } from 'node:http';

const MIB = 1024 * 1024;

/** A client that goes on sending for longer than this is cut off instead of answered. */
const MAX_DISCARDED_BYTES = 256 * MIB;

/** Largest bodies, bytes. Meta takes files of 25 MiB. */
export const BODY_LIMITS = {
	/** A multipart body with such a file; a file that is a bit larger still gets Meta's own refusal. */
	graph: 32 * MIB,
	/** JSON. */
	control: MIB,
	/** JSON with such a file in base64, which makes four bytes of three. */
	controlWithFile: 36 * MIB,
} as const;

/** A request that cannot be served, and the HTTP status that says so. */
export class RefusedRequest extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/**
 * Reads a whole body. The rest of one that is too large is read and thrown away, see {@link discardBody}.
 * @throws RefusedRequest 413 for more than `maxBytes`; Error if the client goes away
 */
export async function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let sizeBytes = 0;
	for await (const chunk of message as AsyncIterable<Buffer>) {
		sizeBytes += chunk.length;
		if (sizeBytes <= maxBytes) chunks.push(chunk);
		else chunks.length = 0;
		if (sizeBytes > MAX_DISCARDED_BYTES) break;
	}
	if (sizeBytes <= maxBytes) return Buffer.concat(chunks);
	throw new RefusedRequest(413, `The body is larger than ${maxBytes} bytes. Send a smaller one.`);
}

/**
 * Reads what is left of a body, and throws it away. To be done before an answer: clients listen only once
 * they have sent everything, and a connection that closes with bytes unread is reset, answer and all
 * (RFC 9112, section 9.6).
 * @throws Error if the client goes away
 */
export async function discardBody(message: IncomingMessage): Promise<void> {
	if (message.readableEnded) return;
	let sizeBytes = 0;
	for await (const chunk of message as AsyncIterable<Buffer>) {
		sizeBytes += chunk.length;
		if (sizeBytes > MAX_DISCARDED_BYTES) break;
	}
}
