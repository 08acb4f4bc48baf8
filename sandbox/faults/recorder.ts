import type { IncomingMessage } from 'node:http';

import type { DecodedBody } from '../graph/request';
import type { Clock } from '../model/clock';

/** A request the sandbox received, for tests that count POSTs or look for tokens in URLs. */
export interface RecordedRequest {
	method: string;
	/** As received, with the host's prefix and version, without the query. */
	path: string;
	query: Record<string, string>;
	headers: Record<string, string>;
	encoding?: DecodedBody['encoding'];
	/** Decoded body; absent until it was read. */
	body?: Record<string, unknown>;
	/** The file parts of a multipart body. */
	files: Array<{ fieldName: string; fileName: string; contentType: string; sizeBytes: number }>;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
	/** HTTP status, once answered. */
	status?: number;
	/** `aborted`: the client went away; `reset` and `truncated`: a fault cut it off. */
	outcome: 'pending' | 'answered' | 'reset' | 'truncated' | 'aborted';
}

/** Notes a request down as it arrives, before its body. */
export function recordRequest(
	requests: RecordedRequest[],
	message: IncomingMessage,
	url: URL,
	clock: Clock,
): RecordedRequest {
	const record: RecordedRequest = {
		method: message.method ?? 'GET',
		path: url.pathname,
		query: Object.fromEntries(url.searchParams),
		headers: Object.fromEntries(
			Object.entries(message.headers).map(([name, value]) => [name, String(value)]),
		),
		files: [],
		at: clock.now(),
		outcome: 'pending',
	};
	requests.push(record);
	return record;
}

/** Adds what the body said. */
export function recordBody(record: RecordedRequest, body: DecodedBody): void {
	record.encoding = body.encoding;
	record.body = body.fields;
	record.files = body.files.map(({ fieldName, fileName, contentType, bytes }) => ({
		fieldName,
		fileName,
		contentType,
		sizeBytes: bytes.length,
	}));
}
