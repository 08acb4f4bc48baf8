import { randomBytes } from 'node:crypto';

import type { Reply } from '../http/reply';
import type { GraphHost } from '../model/flavours';
import { errorEnvelope, GraphError, renderError, type ErrorFields } from '../model/graphError';
import { newTraceId } from '../model/ids';
import type { Language } from '../model/language';

/** What every answer to one call shares. */
export interface ReplyContext {
	host: GraphHost;
	version: string;
	language: Language;
	/** E.g. how much of a limit is used. */
	headers?: Readonly<Record<string, string>>;
}

/** A 200 as Meta's front end writes it. */
export function graphReply(body: object, context: ReplyContext): Reply {
	return jsonReply(200, body, context, newTraceId());
}

/** The answer to whatever a rule threw; a bug of the sandbox is a 500 that says so. */
export function graphErrorReply(cause: unknown, context: ReplyContext): Reply {
	const traceId = newTraceId();
	if (!(cause instanceof GraphError)) {
		const message = `Sandbox bug: ${cause instanceof Error ? (cause.stack ?? '') : String(cause)}`;
		return jsonReply(
			500,
			errorEnvelope({ code: 1, message }, context.host, traceId),
			context,
			traceId,
		);
	}
	const { status, body } = renderError(cause, context.host, context.language, traceId);
	return jsonReply(status, body, context, traceId, cause.headers);
}

/** An error that a test chose. */
export function injectedErrorReply(
	status: number,
	fields: ErrorFields,
	context: ReplyContext,
	headers: Readonly<Record<string, string>> = {},
): Reply {
	const traceId = newTraceId();
	return jsonReply(status, errorEnvelope(fields, context.host, traceId), context, traceId, headers);
}

/** What Meta's front end shows when the service behind it fell over. */
export function htmlErrorReply(status: number): Reply {
	return {
		status,
		headers: { 'Content-Type': 'text/html; charset=utf-8' },
		body: '<!DOCTYPE html><html lang="en"><head><title>Facebook | Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>',
	};
}

function jsonReply(
	status: number,
	body: object,
	context: ReplyContext,
	traceId: string,
	headers: Readonly<Record<string, string>> = {},
): Reply {
	return {
		status,
		headers: {
			'Content-Type': 'application/json; charset=UTF-8',
			'Cache-Control': 'private, no-cache, no-store, must-revalidate',
			'facebook-api-version': context.version,
			'x-fb-trace-id': traceId,
			'x-fb-debug': randomBytes(32).toString('base64'),
			'x-fb-rev': '1031000000',
			...context.headers,
			...headers,
		},
		body: JSON.stringify(body),
	};
}
