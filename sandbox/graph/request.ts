import type { IncomingHttpHeaders } from 'node:http';

import type { GraphHost } from '../model/flavours';
import { GraphError } from '../model/graphError';
import { isObject, type JsonObject } from '../model/json';
import type { UploadedFile } from '../model/media';

/** What came with a body, in whichever encoding. */
export interface DecodedBody {
	encoding: 'none' | 'json' | 'form' | 'multipart' | 'unknown';
	fields: JsonObject;
	files: UploadedFile[];
}

/** A Graph call, whatever its encoding: query and body are one set of parameters. */
export interface GraphRequest {
	host: GraphHost;
	/** As written in the path, or the version that serves unversioned calls. */
	version: string;
	method: string;
	/** Path behind host and version, e.g. `['me', 'messages']`. */
	segments: readonly string[];
	params: JsonObject;
	files: readonly UploadedFile[];
	encoding: DecodedBody['encoding'];
	authorization: string | undefined;
}

/**
 * Decodes a body by its Content-Type; form and multipart fields may hold JSON.
 * @throws GraphError 100 if the body is not what its Content-Type says
 */
export async function decodeBody(
	bytes: Buffer,
	headers: IncomingHttpHeaders,
): Promise<DecodedBody> {
	const contentType = headers['content-type'] ?? '';
	const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
	if (bytes.length === 0) return { encoding: 'none', fields: {}, files: [] };
	if (mediaType === 'application/json') return decodeJson(bytes);
	if (mediaType === 'application/x-www-form-urlencoded') return decodeForm(bytes);
	if (mediaType === 'multipart/form-data') return decodeMultipart(bytes, contentType);
	return { encoding: 'unknown', fields: {}, files: [] };
}

function decodeJson(bytes: Buffer): DecodedBody {
	const body = parseJson(bytes.toString('utf8'));
	if (!isObject(body)) {
		throw new GraphError('parameterInvalid', { parameter: 'body', must: 'must be a JSON object' });
	}
	return { encoding: 'json', fields: body, files: [] };
}

function decodeForm(bytes: Buffer): DecodedBody {
	const fields = decodeQuery(new URLSearchParams(bytes.toString('utf8')));
	return { encoding: 'form', fields, files: [] };
}

/** Node's own multipart parser does the work: no dependency, and no code shared with senders. */
async function decodeMultipart(bytes: Buffer, contentType: string): Promise<DecodedBody> {
	const fields: Array<[string, unknown]> = [];
	const files: UploadedFile[] = [];
	const form = await new Response(bytes, { headers: { 'content-type': contentType } })
		.formData()
		.catch(() => {
			throw new GraphError('parameterInvalid', { parameter: 'body', must: 'must be multipart' });
		});
	for (const [name, value] of form) {
		if (typeof value === 'string') {
			fields.push([name, fieldValue(value)]);
			continue;
		}
		files.push({
			fieldName: name,
			fileName: value.name,
			contentType: value.type,
			bytes: Buffer.from(await value.arrayBuffer()),
		});
	}
	return { encoding: 'multipart', fields: Object.fromEntries(fields), files };
}

/** Fields that look like JSON objects or lists are; everything else is text, ids included. */
function fieldValue(value: string): unknown {
	return /^\s*[[{]/.test(value) ? parseJson(value) : value;
}

/** Query parameters follow the rules of form fields. */
export function decodeQuery(query: URLSearchParams): JsonObject {
	return Object.fromEntries([...query].map(([name, value]) => [name, fieldValue(value)]));
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		throw new GraphError('parameterInvalid', { parameter: 'body', must: 'must be valid JSON' });
	}
}
