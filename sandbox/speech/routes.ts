import type { IncomingMessage } from 'node:http';

import { BODY_LIMITS, readBody } from '../http/body';
import { bytesReply } from '../http/bytes';
import { jsonReply, type Reply } from '../http/reply';
import type { Clock } from '../model/clock';
import { isObject, type JsonObject } from '../model/json';
import { complete, respond } from './chat';
import { SpeechError, textOf } from './openAi';
import { speak } from './speak';
import { transcribe } from './transcriptions';

/**
 * Stand-ins for the services that a workflow around voice notes calls: speech to text, a language
 * model, text to speech. They speak OpenAI's API, because that is what n8n's nodes and most tools can
 * be pointed at: set the Base URL to `http://localhost:8026/speech/v1` and any API key. They need no
 * network and no model; what they answer depends on what they are sent, and is no cleverer than that.
 */
export const SPEECH_PATH = '/speech/v1/';

interface SpeechCall {
	contentType: string;
	bytes: Buffer;
	/** ms since the epoch. */
	now: number;
}

type Answer = (call: SpeechCall) => Reply | Promise<Reply>;

/** Every call by method and path behind `/speech/v1/`. */
const ROUTES: Record<string, Answer> = {
	'GET models': () =>
		jsonReply(200, {
			object: 'list',
			data: [{ id: 'sandbox', object: 'model', owned_by: 'sandbox' }],
		}),
	'POST audio/transcriptions': async (call) =>
		jsonReply(200, await transcribe(await readForm(call))),
	'POST audio/speech': (call) => {
		const body = readJson(call);
		const { response_format: format = 'mp3' } = body;
		const { bytes, contentType } = speak(textOf(body, 'input'), String(format));
		return bytesReply(bytes, contentType, undefined);
	},
	'POST chat/completions': (call) => jsonReply(200, complete(readJson(call), call.now)),
	'POST responses': (call) => jsonReply(200, respond(readJson(call), call.now)),
};

/**
 * Answers a call of OpenAI's API.
 * @throws RefusedRequest for a body that is too large
 */
export async function speechReply(
	clock: Clock,
	message: IncomingMessage,
	pathname: string,
): Promise<Reply> {
	const name = `${message.method} ${pathname.slice(SPEECH_PATH.length)}`;
	const call = {
		contentType: message.headers['content-type'] ?? '',
		bytes: await readBody(message, BODY_LIMITS.graph),
		now: clock.now(),
	};
	try {
		const answer = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
		if (answer !== undefined) return await answer(call);
		throw new SpeechError(`The sandbox answers ${Object.keys(ROUTES).join(', ')}`, 404);
	} catch (cause) {
		if (cause instanceof SpeechError) return cause.reply();
		throw cause;
	}
}

function readJson({ bytes }: SpeechCall): JsonObject {
	try {
		const body: unknown = JSON.parse(bytes.toString('utf8'));
		if (isObject(body)) return body;
	} catch {
		// Refused below, like any other body that is no object.
	}
	throw new SpeechError('The body must be a JSON object');
}

/** Node's own multipart parser does the work. */
async function readForm({ bytes, contentType }: SpeechCall): Promise<FormData> {
	try {
		return await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
	} catch {
		throw new SpeechError('The body must be multipart/form-data with a file');
	}
}
