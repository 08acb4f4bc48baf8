import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

import {
	BinaryDataService,
	FileNotFoundError,
	getHtmlSandboxCSP,
	isValidNonDefaultMode,
} from 'n8n-core';

import { Container } from './services';

export interface BinaryDataServer {
	/** e.g. `http://127.0.0.1:40123/rest`, what n8n calls `restApiUrl`. */
	readonly restUrl: string;
	close(): Promise<void>;
}

/**
 * Serves `/rest/binary-data/signed` as n8n's controller does
 * (`packages/cli/src/controllers/binary-data.controller.ts`): the token decides, no login.
 */
export async function serveBinaryData(): Promise<BinaryDataServer> {
	const server = createServer((request, response) => {
		answer(request, response).catch((error: unknown) => response.destroy(error as Error));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;

	return {
		restUrl: `http://127.0.0.1:${port}/rest`,
		close: async () =>
			await new Promise<void>((resolve, reject) => {
				server.close((error) => (error ? reject(error) : resolve()));
				server.closeAllConnections();
			}),
	};
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
	const isRead = request.method === 'GET' || request.method === 'HEAD';
	if (!isRead || pathname !== '/rest/binary-data/signed') {
		response.writeHead(404).end();
		return;
	}

	const token = searchParams.get('token') ?? '';
	if (!JWT_FORMAT.test(token)) {
		const refusal = { code: 'invalid_string', message: 'Token must be a valid JWT format' };
		response.writeHead(400, { 'Content-Type': 'application/json' }).end(JSON.stringify(refusal));
		return;
	}

	try {
		await sendFile(token, response);
	} catch (error) {
		if (error instanceof FileNotFoundError) response.writeHead(404).end();
		else if (isRefusal(error)) response.writeHead(400).end(error.message);
		else throw error;
	}
}

async function sendFile(token: string, response: ServerResponse): Promise<void> {
	const binaryData = Container.get(BinaryDataService);
	const id = binaryData.validateSignedToken(token);
	assertBinaryDataId(id);
	const { fileName, mimeType, fileSize } = await binaryData.getMetadata(id);
	const stream = await binaryData.getAsStream(id);

	response.setHeader('Content-Length', fileSize);
	if (mimeType) response.setHeader('Content-Type', mimeType);
	response.setHeader('Content-Security-Policy', getHtmlSandboxCSP());
	response.setHeader(
		'Content-Disposition',
		fileName ? `attachment; filename="${encodeURIComponent(fileName)}"` : 'attachment',
	);
	// Whoever fetches may hang up half-way; that is not this server's failure.
	await pipeline(stream, response).catch(() => response.destroy());
}

/** `BinaryDataSignedQueryDto` in `@n8n/api-types`. */
const JWT_FORMAT = /^[A-Za-z0-9-_]+\.[A-Za-z0-9-_]+\.[A-Za-z0-9-_]+$/;

class BadRequest extends Error {
	override readonly name = 'BadRequestError';
}

/** The last three are jsonwebtoken's. */
const REFUSALS = new Set([
	'BadRequestError',
	'JsonWebTokenError',
	'TokenExpiredError',
	'NotBeforeError',
]);

function isRefusal(error: unknown): error is Error {
	return error instanceof Error && REFUSALS.has(error.name);
}

function assertBinaryDataId(id: string | undefined): void {
	if (!id) throw new BadRequest('Missing binary data ID');
	const [mode = '', ...rest] = id.split(':');
	const path = rest.join(':');
	if (rest.length === 0) throw new BadRequest('Malformed binary data ID');
	if (!isValidNonDefaultMode(mode)) throw new BadRequest('Invalid binary data mode');
	if (/^\/{0,2}$/.test(path) || path.split(/[/\\]/).includes('..')) {
		throw new BadRequest('Malformed binary data ID');
	}
}
