import { jsonReply, type Reply } from '../http/reply';

/** Thrown with what is wrong in a call, as OpenAI's API words it. */
export class SpeechError extends Error {
	constructor(
		message: string,
		readonly status = 400,
	) {
		super(message);
	}

	/** Source of the shape: platform.openai.com, "Error codes". */
	reply(): Reply {
		const type = 'invalid_request_error';
		return jsonReply(this.status, {
			error: { message: this.message, type, param: null, code: null },
		});
	}
}

/** @throws SpeechError unless the body has a text under that name */
export function textOf(body: Record<string, unknown>, name: string): string {
	const value = body[name];
	if (typeof value === 'string' && value.trim() !== '') return value;
	throw new SpeechError(`${name} must be a text that is not empty`);
}
