import { findComment, publishComment } from '../customers/comments';
import { FLAVOURS } from '../model/flavours';
import { GraphError } from '../model/graphError';
import { refuseUnknownKeys, requireString } from '../model/parameters';
import type { Call } from './call';
import { requireScope } from './tokens';

/**
 * `POST /{comment}/replies` on Instagram, `POST /{comment}/comments` on a Page: what everybody reads. An
 * answer to an answer goes under the same comment; on live videos there is none.
 * Sources: Meta, "IG Comment Replies" and "Object comments".
 * @throws GraphError 100/33 for anybody else's comment
 */
export function replyPublicly(call: Call, id: string): { id: string } {
	const { world, account, request, token } = call;
	const rules = FLAVOURS[account.flavour];
	const comment = findComment(world, account, id);
	if (comment === undefined) throw new GraphError('objectNotFound', { id, method: 'post' });
	requireScope(token, rules.commentingScope, rules.errors.missingPermission);
	refuseUnknownKeys(request.params, ['message', 'access_token', 'appsecret_proof'], 'request');
	const text = requireString(request.params.message, 'message');
	if (comment.isLive) {
		throw new GraphError('parameterInvalid', {
			parameter: 'id',
			must: 'is a comment on a live video, which takes private replies only',
		});
	}
	const parentId = comment.parentId ?? comment.id;
	return { id: publishComment(world, account, undefined, text, { parentId }).comment.id };
}
