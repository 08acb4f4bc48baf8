import { parseJsonKeepingIds } from '../json';
import { isObject } from '../jsonValues';
import type { GraphAccount } from './account';
import type { AttachmentType } from './attachmentTypes';
import {
	cancelled,
	GraphError,
	META_ERROR,
	metaErrorFor,
	notSentBecause,
	render,
	TRANSPORT_ERRORS,
	type ErrorTemplate,
	type MetaAnswer,
	type RenderedError,
} from './errors';

/** One HTTP exchange, as the client wants it done: redirects off, any status returned. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'DELETE';
	url: string;
	headers: Record<string, string>;
	body?: string | FormData;
	/** For the whole exchange, answer included. */
	timeoutMs: number;
	/** False for sends: aborting one half-way would leave its outcome unknown. */
	abortable: boolean;
}

export interface HttpResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/**
 * The only way to the network. Resolves with any HTTP status; rejects only where no answer came,
 * with the socket's own error (its `code`, or that of its `cause`, tells whether bytes had left).
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

export interface GraphCall {
	method: 'GET' | 'POST' | 'DELETE';
	/** Below the base URL, with a leading slash. */
	path: string;
	query?: Record<string, string>;
	/** An object goes as JSON, a form as multipart. */
	body?: object | FormData;
	/**
	 * Whether the call puts something into a customer's thread. If so, an unclear answer means
	 * that it may be there; otherwise nothing is lost by asking again.
	 */
	delivers: boolean;
	/** The kind of file the call carries or names, for the words of a refusal. */
	media?: AttachmentType;
	/**
	 * A token for the query, in place of the account's in the header: for the two calls about tokens
	 * that Meta documents no other way for.
	 */
	queryToken?: string;
	/** Meta documents the call without a version in its path. */
	isUnversioned?: boolean;
	/** Where this call may take less time than others. */
	timeoutMs?: number;
}

export type GraphObject = Record<string, unknown>;

export interface GraphClient {
	account: GraphAccount;
	/** Resolves with Graph's JSON object; rejects with a GraphError. */
	call(call: GraphCall): Promise<GraphObject>;
}

/**
 * @param timeoutMs for one exchange
 * @param send does the exchange; see {@link Send}
 */
export function createGraphClient(
	account: GraphAccount,
	send: Send,
	timeoutMs: number,
): GraphClient {
	return {
		account,
		async call(call) {
			let response: HttpResponse;
			try {
				response = await send(toHttp(account, call, timeoutMs));
			} catch (fault) {
				throw fromFault(account, call, fault);
			}
			return readAnswer(account, call, response);
		},
	};
}

function toHttp(account: GraphAccount, call: GraphCall, timeoutMs: number): HttpRequest {
	const { flavour, isMetaHost } = account;
	const base = call.isUnversioned && isMetaHost ? `https://${flavour.host}` : account.baseUrl;
	const url = new URL(base + call.path);
	for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value);
	const headers: Record<string, string> = { Accept: 'application/json' };
	if (call.queryToken !== undefined) {
		url.searchParams.set('access_token', call.queryToken);
	} else {
		headers.Authorization = `Bearer ${account.accessToken}`;
		if (account.appSecretProof) url.searchParams.set('appsecret_proof', account.appSecretProof);
	}
	const request: HttpRequest = {
		method: call.method,
		url: url.href,
		headers,
		timeoutMs: Math.min(timeoutMs, call.timeoutMs ?? Infinity),
		abortable: !call.delivers,
	};
	if (call.body instanceof FormData) {
		request.body = call.body;
	} else if (call.body) {
		headers['Content-Type'] = 'application/json';
		request.body = JSON.stringify(call.body);
	}
	return request;
}

function fromFault(account: GraphAccount, call: GraphCall, fault: unknown): GraphError {
	const because = notSentBecause(fault);
	if (because === 'blocked') return error(account, TRANSPORT_ERRORS.addressBlocked);
	if (because === 'cancelled') return cancelled();
	if (because === 'notConnected') return error(account, TRANSPORT_ERRORS.notReached);
	return error(account, call.delivers ? TRANSPORT_ERRORS.unknownOutcome : TRANSPORT_ERRORS.busy);
}

function readAnswer(
	account: GraphAccount,
	call: GraphCall,
	{ status, headers, body }: HttpResponse,
): GraphObject {
	const json = parseJsonKeepingIds(body);
	const meta: MetaAnswer = { httpStatus: status };
	if (isObject(json) && isObject(json.error)) {
		throw fromGraph(account, call, json.error, meta, waitFrom(headers));
	}
	if (status >= 200 && status < 300 && isObject(json)) return json;
	throw error(account, errorForStatus(call, status), meta, waitFrom(headers));
}

function fromGraph(
	account: GraphAccount,
	call: GraphCall,
	answer: GraphObject,
	meta: MetaAnswer,
	waitMs: number | undefined,
): GraphError {
	const code = toInteger(answer.code);
	const subcode = toInteger(answer.error_subcode);
	if (code === undefined) return error(account, errorForStatus(call, meta.httpStatus ?? 0), meta);
	Object.assign(meta, { code, ...(subcode === undefined ? {} : { subcode }) });
	if (typeof answer.fbtrace_id === 'string') meta.fbtraceId = answer.fbtrace_id;

	let rendered = metaErrorFor(
		account.flavour,
		{ code, subcode, message: answer.message },
		call.media,
	);
	// Meta uses these codes for other things too: in a call without a file they cannot be about one.
	if (rendered.code.startsWith('audio_') && call.media === undefined) {
		rendered = render(META_ERROR, account.flavour);
	}
	if (rendered.code === 'meta_error' && (meta.httpStatus ?? 0) >= 500) {
		rendered = render(TRANSPORT_ERRORS.unknownOutcome, account.flavour);
	}
	if (rendered.delivered === 'unknown' && !call.delivers) {
		rendered = render(TRANSPORT_ERRORS.busy, account.flavour);
	}
	if (QUOTED_CODES.has(rendered.code)) rendered.fix += quoteFrom(account, answer);
	return new GraphError({ ...rendered, meta, waitMs });
}

/** Where Meta gives no code, the status has to do. RFC 9110 §15. */
function errorForStatus(call: GraphCall, status: number): ErrorTemplate {
	if (status === 401) return TRANSPORT_ERRORS.invalidToken;
	if (status === 413) return TRANSPORT_ERRORS.tooLarge;
	if (status === 429) return TRANSPORT_ERRORS.rateLimited;
	if (status >= 300 && status < 400) return TRANSPORT_ERRORS.redirected;
	if (status >= 400 && status < 500 && status !== 408) return TRANSPORT_ERRORS.notGraph;
	if (call.delivers) return TRANSPORT_ERRORS.unknownOutcome;
	return status >= 200 && status < 300 ? TRANSPORT_ERRORS.notGraph : TRANSPORT_ERRORS.busy;
}

/** Codes with many causes, where only Meta's own text names the one at hand: it is quoted in the fix. */
const QUOTED_CODES = new Set<RenderedError['code']>(['meta_error', 'permission_denied']);

function quoteFrom({ secrets }: GraphAccount, answer: GraphObject): string {
	const words = [answer.error_user_msg, answer.message].find((text) => typeof text === 'string');
	if (typeof words !== 'string' || words === '') return '';
	// Whoever has one of our signed links can open the file, and a link of the user's may hold a key.
	const withoutLinks = words.replace(/\b(https?:\/\/[^\s/?#]+)[^\s]*/gi, '$1/…');
	const safe = secrets
		.flatMap((secret) => [secret, encodeURIComponent(secret)])
		.reduce((text, secret) => text.replaceAll(secret, '***'), withoutLinks);
	// On one line, and without Unicode characters that reverse the direction of text.
	const plain = safe.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
	return `. Meta's answer: ${plain.slice(0, 300)}`;
}

/** No longer wait is taken from a header: after an hour the account may ask again. */
const LONGEST_WAIT_MS = 3_600_000;

/**
 * How long Meta asks to be left alone: `Retry-After` in seconds, or the longest
 * `estimated_time_to_regain_access` in minutes.
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
function waitFrom(headers: HttpResponse['headers']): number | undefined {
	const retryAfterSeconds = Number(headers['retry-after']);
	if (retryAfterSeconds > 0) return Math.min(retryAfterSeconds * 1000, LONGEST_WAIT_MS);
	const usage = parseJsonKeepingIds(String(headers['x-business-use-case-usage'] ?? ''));
	if (!isObject(usage)) return undefined;
	const minutes = Object.values(usage)
		.flat()
		.map((use) => (isObject(use) ? Number(use.estimated_time_to_regain_access) : 0))
		.filter((value) => value > 0);
	return minutes.length > 0 ? Math.min(Math.max(...minutes) * 60_000, LONGEST_WAIT_MS) : undefined;
}

function error(
	account: GraphAccount,
	template: ErrorTemplate,
	meta?: MetaAnswer,
	waitMs?: number,
): GraphError {
	const rendered: RenderedError = render(template, account.flavour);
	return new GraphError({ ...rendered, meta, waitMs });
}

function toInteger(value: unknown): number | undefined {
	const number = typeof value === 'string' && value !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}
