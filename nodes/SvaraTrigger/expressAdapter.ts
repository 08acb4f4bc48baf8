import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { WebhookRequest } from '../../lib/webhook';

/** The part of n8n's request (Express, and a body reader of its own) that is used here. */
interface N8nRequest extends Pick<WebhookRequest, 'method' | 'headers'> {
	query: IDataObject;
	/** The body, decompressed; not there before it has been read. */
	rawBody?: Buffer;
	readRawBody(): Promise<void>;
}

/** The part of n8n's response (Express) that is used here. */
export interface N8nResponse {
	readonly statusCode: number;
	/** The connection is gone: nobody reads an answer any more. */
	readonly destroyed: boolean;
	/** n8n has answered, whether or not anybody was there to read it. */
	readonly writableEnded: boolean;
	status(code: number): this;
	setHeader(name: string, value: string): this;
	end: (...content: unknown[]) => this;
	/** `finish`: everything was sent. `close`: the end, also without that. */
	once(event: 'finish' | 'close', listener: () => void): this;
}

export function responseOf(context: IWebhookFunctions): N8nResponse {
	const response: unknown = context.getResponseObject();
	return response as N8nResponse;
}

/** Reads the request. n8n has read bodies of text, JSON, forms and XML before; others wait to be read. */
export async function readRequest(context: IWebhookFunctions): Promise<WebhookRequest> {
	const given: unknown = context.getRequestObject();
	const request = given as N8nRequest;
	const { method, headers, query } = request;
	if (method !== 'GET' && request.rawBody === undefined) {
		// Multipart bodies are used up by now. Nothing is left of them, and nothing was signed.
		await request.readRawBody().catch(() => undefined);
	}
	return { method, headers, query, rawBody: request.rawBody ?? Buffer.alloc(0) };
}

/** Far longer than n8n takes to start a run, or to give up. */
const VERDICT_WITHIN_MS = 60_000;

/**
 * Tells once whether n8n accepted what it was handed, that is answered with a 2xx. Also for a caller who
 * has left meanwhile: Node emits nothing more then, and n8n answers all the same, sooner or later.
 */
export function onAnswer(response: N8nResponse, tell: (isAccepted: boolean) => void): void {
	const read = () => tell(response.statusCode < 300);
	response.once('finish', read);
	response.once('close', () => {
		if (response.writableEnded) return read();
		const { end } = response;
		response.end = (...content) => {
			read();
			return end.apply(response, content);
		};
		setTimeout(tell, VERDICT_WITHIN_MS, false).unref();
	});
}

/** Answers by itself, so that n8n starts nothing. */
export function answer(
	context: IWebhookFunctions,
	status: number,
	text?: string,
): IWebhookResponseData {
	const response = responseOf(context).status(status);
	if (text !== undefined) {
		// Never as HTML: the text came with the request.
		response.setHeader('Content-Type', 'text/plain; charset=utf-8');
		response.setHeader('X-Content-Type-Options', 'nosniff');
	}
	response.end(text);
	return { noWebhookResponse: true };
}
