import type { Readable } from 'node:stream';

import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { HttpRequest, HttpResponse, Send } from '../../lib/graph';

/** Graph's answers are a few hundred bytes; more than this is not one. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** The part of n8n's contexts that is used: of executions, of lists in the editor, of webhook set-up. */
export interface HttpContext {
	helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest'>;
}

/** An answer whose body is still to be read. */
export interface StreamedAnswer {
	statusCode: number;
	/** Names in lower case. */
	headers: HttpResponse['headers'];
	body: Readable;
}

/** Any status is an answer, redirects are left to the caller, and the body is not read yet. */
export async function requestStream(
	{ helpers }: Pick<HttpContext, 'helpers'>,
	options: IHttpRequestOptions,
): Promise<StreamedAnswer> {
	return (await helpers.httpRequest({
		...options,
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	})) as StreamedAnswer;
}

/** Tells lib/graph that the execution ended before anything of the request had left. */
class CancelledBeforeSending extends Error {
	override name = 'CancelledBeforeSending';
}

/**
 * Backs lib/graph with n8n's request helper, and so with the instance's proxy and SSRF protection.
 * Not `httpRequestWithAuthentication`: that reads the credential of item 0 for every item, and lets
 * a cancelled execution abort a send half-way.
 * @param ending aborts when nothing new may be started
 */
export function httpSend(context: HttpContext, ending?: AbortSignal): Send {
	return async (request) => {
		if (ending?.aborted) throw new CancelledBeforeSending();
		const deadline = AbortSignal.timeout(request.timeoutMs);
		const signal = request.abortable && ending ? AbortSignal.any([deadline, ending]) : deadline;
		try {
			return await exchange(context, request, signal);
		} catch (fault) {
			if (request.abortable && ending?.aborted) throw new CancelledBeforeSending();
			throw fault;
		}
	};
}

async function exchange(
	context: HttpContext,
	{ method, url, headers, body }: HttpRequest,
	signal: AbortSignal,
): Promise<HttpResponse> {
	const options: IHttpRequestOptions = { method, url, headers, abortSignal: signal };
	if (body !== undefined) options.body = body;
	const response = await requestStream(context, options);
	return {
		status: response.statusCode,
		headers: response.headers,
		body: await readText(response.body, signal),
	};
}

async function readText(stream: Readable, signal: AbortSignal): Promise<string> {
	const stop = () => stream.destroy(new Error('The answer took too long'));
	signal.addEventListener('abort', stop, { once: true });
	try {
		if (signal.aborted) stop();
		const chunks: Buffer[] = [];
		let sizeBytes = 0;
		for await (const chunk of stream) {
			chunks.push(chunk as Buffer);
			sizeBytes += (chunk as Buffer).length;
			if (sizeBytes > MAX_ANSWER_BYTES) throw new Error('The answer is too long');
		}
		return Buffer.concat(chunks).toString('utf8');
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
