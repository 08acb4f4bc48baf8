import { performance } from 'node:perf_hooks';

import axios, { isAxiosError } from 'axios';

import type { Outgoing } from './outgoing';

/** One request to a callback, as it went. */
export interface Asked {
	/** Absent if none came in time. */
	answer?: { status: number; headers: Record<string, string>; body: Buffer };
	/** Why no answer came: `timeout`, or the system's code, e.g. `ECONNREFUSED`. */
	failure?: string;
	/** Real time. */
	durationMs: number;
}

export interface AskOptions {
	method: 'GET' | 'POST';
	headers?: Record<string, string>;
	body?: Buffer;
	timeoutMs: number;
	/** Where the sandbox may call. */
	outgoing: Outgoing;
	/** Cuts the request off when the sandbox closes or starts over. */
	signal?: AbortSignal;
}

/**
 * Calls a callback once, redirects not followed.
 * @throws what is no network fault, e.g. for a URL of another protocol
 */
export async function ask(url: string, options: AskOptions): Promise<Asked> {
	const { method, headers = {}, body, timeoutMs, signal, outgoing } = options;
	const timeout = AbortSignal.timeout(timeoutMs);
	const startedAt = performance.now();
	const durationMs = (): number => performance.now() - startedAt;
	try {
		const response = await axios.request<Buffer>({
			url,
			method,
			headers,
			...(body === undefined ? {} : { data: body }),
			responseType: 'arraybuffer',
			signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
			maxRedirects: 0,
			validateStatus: () => true,
			...outgoing.settingsFor(new URL(url)),
		});
		const answered = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
		return {
			answer: {
				status: response.status,
				headers: Object.fromEntries(answered) as Record<string, string>,
				body: response.data,
			},
			durationMs: durationMs(),
		};
	} catch (cause) {
		if (!isAxiosError(cause)) throw cause;
		const failure = timeout.aborted ? 'timeout' : (cause.code ?? cause.message);
		return { failure, durationMs: durationMs() };
	}
}
