import { GraphError } from '../../model/graphError';
import {
	optionalString,
	refuseUnknownKeys,
	requireObject,
	requireOneOf,
	requireString,
} from '../../model/parameters';

/** Source of all four: Meta, "Quick replies". */
const MAX_QUICK_REPLIES = 13;
const MAX_TITLE_CHARACTERS = 20;
const MAX_PAYLOAD_CHARACTERS = 1000;
const CONTENT_TYPES = ['text', 'user_phone_number', 'user_email'];

/**
 * Checks `message[quick_replies]`.
 * @throws GraphError 100 naming the reply and what is wrong with it
 */
export function readQuickReplies(value: unknown): { quickReplies?: readonly unknown[] } {
	if (value === undefined) return {};
	if (!Array.isArray(value) || value.length > MAX_QUICK_REPLIES) {
		throw new GraphError('parameterInvalid', {
			parameter: 'message[quick_replies]',
			must: `must be an array of at most ${MAX_QUICK_REPLIES}`,
		});
	}
	value.forEach((each: unknown, index) => checkReply(each, `message[quick_replies][${index}]`));
	return { quickReplies: value };
}

/** Phone numbers and addresses bring their own title. */
function checkReply(value: unknown, parameter: string): void {
	const reply = requireObject(value, parameter);
	refuseUnknownKeys(reply, ['content_type', 'title', 'payload', 'image_url'], parameter);
	const type = requireOneOf(reply.content_type, CONTENT_TYPES, `${parameter}[content_type]`);
	if (type !== 'text') return;
	const title = requireString(reply.title, `${parameter}[title]`);
	refuseLong(title, MAX_TITLE_CHARACTERS, `${parameter}[title]`);
	const payload = optionalString(reply.payload, `${parameter}[payload]`) ?? '';
	refuseLong(payload, MAX_PAYLOAD_CHARACTERS, `${parameter}[payload]`);
}

function refuseLong(text: string, max: number, parameter: string): void {
	if ([...text].length <= max) return;
	throw new GraphError('parameterInvalid', {
		parameter,
		must: `must be at most ${max} characters`,
	});
}
