import { randomUUID } from 'node:crypto';

import { isObject, type JsonObject } from '../model/json';
import { SpeechError } from './openAi';

/** Of what is quoted back, so that a voice answer stays short. */
const MAX_QUOTED_CHARACTERS = 200;

/**
 * OpenAI's `chat/completions`: an answer that repeats the question, so that one sees it went through.
 * @throws SpeechError unless somebody asks something, and for streams
 */
export function complete(body: JsonObject, nowMs: number): JsonObject {
	refuseStream(body);
	const content = answerTo(lastQuestion(body.messages));
	return {
		id: `chatcmpl-${randomUUID()}`,
		object: 'chat.completion',
		created: Math.floor(nowMs / 1000),
		model: modelOf(body),
		choices: [
			{ index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop' },
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/**
 * OpenAI's `responses`, which answers the same.
 * @throws SpeechError unless somebody asks something, and for streams
 */
export function respond(body: JsonObject, nowMs: number): JsonObject {
	refuseStream(body);
	const { input } = body;
	const text = answerTo(typeof input === 'string' ? input : lastQuestion(input));
	return {
		id: `resp_${randomUUID()}`,
		object: 'response',
		created_at: Math.floor(nowMs / 1000),
		status: 'completed',
		error: null,
		model: modelOf(body),
		output: [
			{
				type: 'message',
				id: `msg_${randomUUID()}`,
				status: 'completed',
				role: 'assistant',
				content: [{ type: 'output_text', text, annotations: [] }],
			},
		],
		usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
	};
}

const answerTo = (question: string): string =>
	`You said: “${question.trim().slice(0, MAX_QUOTED_CHARACTERS)}” Thank you, we will look into it.`;

const modelOf = ({ model }: JsonObject): string => (typeof model === 'string' ? model : 'sandbox');

function refuseStream({ stream }: JsonObject): void {
	if (stream === true) throw new SpeechError('The sandbox does not stream: set stream to false');
}

/** What the user said last; its content is a text, or parts of which some have a text. */
function lastQuestion(messages: unknown): string {
	const asked = Array.isArray(messages)
		? messages.filter(isObject).findLast(({ role }) => role === 'user')
		: undefined;
	const content = asked?.content;
	const texts = Array.isArray(content)
		? content.filter(isObject).map(({ text }) => text)
		: [content];
	const question = texts.filter((text) => typeof text === 'string').join(' ');
	if (question.trim() !== '') return question;
	throw new SpeechError('messages must hold a message of the role user that has a text');
}
