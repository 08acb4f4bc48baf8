import type { IncomingMessage } from 'node:http';

/** Meta takes 25 MB files; this leaves room for the rest of a multipart body. */
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
