import type { IncomingMessage } from 'node:http';

import type { DecodedBody } from '../graph/request';
import type { Reply } from '../http/reply';
import type { Clock } from '../model/clock';

/**
 * How many requests are remembered at most, and how many of the oldest then go at once. What a test sends
 * fits many times; a sandbox that runs for weeks stays small.
 */
const MAX_REQUESTS = 2000;
const FORGOTTEN_AT_ONCE = 500;

/** How much of an answer's body is remembered, in characters: a page of Graph's answers, whole. */
const MAX_ANSWER_LENGTH = 64 * 1024;

/** An answer, as the log shows it. */
export interface RecordedAnswer {
	status: number;
	headers: Record<string, string>;
	/** Cut off after 64 Ki characters. */
	body: string;
}

/** A request the sandbox received, for tests that count POSTs or look for tokens in URLs. */
export interface RecordedRequest {
	/** Counted up from 1; a sandbox that starts over begins anew. */
	id: number;
	/** Whose token it came with; absent if nobody's here. */
	accountId?: string;
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
	/** What was written, or of which a part was written. */
	answer?: RecordedAnswer;
	/** Real time from the first byte to the answer or the cut. */
	durationMs?: number;
	/** The label of the fault that struck. */
	fault?: string;
	/** What Meta's rules would have answered, where a fault answered something else or nothing. */
	withoutFault?: RecordedAnswer;
}

/** Notes a request down as it arrives, before its body; of too many the oldest are forgotten. */
export function recordRequest(
	requests: RecordedRequest[],
	message: IncomingMessage,
	url: URL,
	clock: Clock,
): RecordedRequest {
	const record: RecordedRequest = {
		id: (requests.at(-1)?.id ?? 0) + 1,
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
	if (requests.length > MAX_REQUESTS) requests.splice(0, FORGOTTEN_AT_ONCE);
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

/** A reply in the form it is remembered in. */
export const recordedAnswer = ({ status, headers, body }: Reply): RecordedAnswer => ({
	status,
	headers,
	body: body.toString().slice(0, MAX_ANSWER_LENGTH),
});
