import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Flavour, Sandbox } from '../../sandbox';

export { FLAVOURS, PAGE_FLAVOURS } from '../flavours';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** An answer with its body read; `error` and `body` are what the JSON held. */
export interface Answer {
	status: number;
	headers: Headers;
	body: Record<string, unknown>;
	error: {
		message?: string;
		type?: string;
		code?: number;
		error_subcode?: number;
		fbtrace_id?: string;
		is_transient?: boolean;
	};
}

export interface CallOptions {
	method?: string;
	token?: string | undefined;
	json?: unknown;
	form?: Record<string, string>;
	multipart?: FormData;
	query?: Record<string, string>;
}

/** Calls the sandbox as a credential would: `path` is what follows the base URL. */
export async function call(
	sandbox: Sandbox,
	flavour: Flavour,
	pathBehindBase: string,
	options: CallOptions = {},
): Promise<Answer> {
	const { method = 'POST', json, form, multipart, query = {} } = options;
	const token = 'token' in options ? options.token : sandbox.accounts[flavour].tokens.valid;
	const url = new URL(sandbox.baseUrl(flavour) + pathBehindBase);
	for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
	const headers: Record<string, string> = {};
	if (token !== undefined) headers.authorization = `Bearer ${token}`;
	if (json !== undefined) headers['content-type'] = 'application/json';
	const body =
		json !== undefined ? JSON.stringify(json) : form ? new URLSearchParams(form) : multipart;
	const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
	return readAnswer(response);
}

export async function readAnswer(response: Response): Promise<Answer> {
	const body = (await response.json()) as Record<string, unknown>;
	const error = (body.error ?? {}) as Answer['error'];
	return { status: response.status, headers: response.headers, body, error };
}

/** Code and subcode in one string: `100/2018001`, or `190` without a subcode. */
export function codeOf(answer: Answer): string {
	const { code, error_subcode: subcode } = answer.error;
	return subcode === undefined ? String(code) : `${code}/${subcode}`;
}

/** Sends a body to the account's `/me/messages` with the open recipient filled in. */
export function send(
	sandbox: Sandbox,
	flavour: Flavour,
	body: Record<string, unknown>,
): Promise<Answer> {
	const recipient = { id: sandbox.accounts[flavour].recipients.open.id };
	return call(sandbox, flavour, '/me/messages', { json: { recipient, ...body } });
}

export const text = (value: string): Record<string, unknown> => ({ message: { text: value } });

export const audioByUrl = (url: string): Record<string, unknown> => ({
	message: { attachment: { type: 'audio', payload: { url } } },
});

export const audioById = (attachmentId: string): Record<string, unknown> => ({
	message: { attachment: { type: 'audio', payload: { attachment_id: attachmentId } } },
});

/** A multipart body with a `filedata` part. */
export function filePart(
	bytes: Buffer,
	fields: Record<string, unknown>,
	fileName = 'note.m4a',
	type = 'audio/mp4',
): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) {
		form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
	}
	form.append('filedata', new Blob([bytes], { type }), fileName);
	return form;
}

export const AUDIO_MESSAGE = { attachment: { type: 'audio', payload: {} } };

/** A real recording of 1.5 s, made once with ffmpeg. */
export function vector(name: string): Buffer {
	return readFileSync(path.resolve(__dirname, '../../../test/vectors/sandbox', name));
}

/** Waits for a condition that events of this process make true; gives up before jest does. */
export async function until(condition: () => boolean): Promise<void> {
	const deadline = Date.now() + 20_000;
	while (!condition()) {
		if (Date.now() > deadline) throw new Error(`Never became true: ${condition.toString()}`);
		await new Promise((resolve) => setImmediate(resolve));
	}
}
