import { graphErrorReply, graphReply, injectedErrorReply, type ReplyContext } from '../graph/reply';
import type { Reply } from '../http/reply';
import { ERROR_TABLE, type ErrorName } from '../model/errorTable';
import { GraphError, type ErrorFields } from '../model/graphError';
import { translate } from '../model/language';
import type { InjectedError } from './effects';

/** The answer without `message_id`. */
export function withoutMessageId(reply: Reply, context: ReplyContext): Reply {
	const answer = JSON.parse(reply.body.toString()) as Record<string, unknown>;
	delete answer.message_id;
	return graphReply(answer, context);
}

/** An error, with what its sentence names and the headers beside it. */
interface ErrorEffect {
	error: InjectedError | ErrorName;
	headers?: Record<string, string>;
	values?: Record<string, string>;
}

/** The answer that a fault gives in place of the rules'. */
export function injectedReply(
	{ error, values = {}, headers }: ErrorEffect,
	context: ReplyContext,
): Reply {
	if (typeof error === 'string')
		return graphErrorReply(new GraphError(error, values, headers), context);
	const isServerFault = error.code === 1 || error.code === 2;
	const fields: ErrorFields = {
		code: error.code,
		subcode: error.subcode,
		message: error.message ?? translate(ERROR_TABLE.unexpected.text, context.language),
		isTransient: error.isTransient,
	};
	return injectedErrorReply(error.status ?? (isServerFault ? 500 : 400), fields, context, headers);
}
