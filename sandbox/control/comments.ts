import { publishComment, type CommentOptions } from '../customers/comments';
import type { JsonObject } from '../model/json';
import { textOf } from './body';
import { orBadControlCall, type Handler } from './handler';
import { findAccount } from './lookup';

/** Comments in the control API. What a customer comments is an act of theirs. */

export const showComments: Handler = ({ world }) => world.comments;

/** The account comments under its own post: `{"text": "Thanks!", "parentId": "…"}`. */
export const commentAsAccount: Handler = ({ world }, body, id) => {
	const text = textOf(body, 'text');
	const account = findAccount(world, id);
	const { comment, event } = orBadControlCall(() =>
		publishComment(world, account, undefined, text, commentOptions(body)),
	);
	return { comment, event: event.payload };
};

/** `postId`, `parentId` and `isLive`, where they are given. */
export function commentOptions({ postId, parentId, isLive }: JsonObject): CommentOptions {
	return {
		...(typeof postId === 'string' ? { postId } : {}),
		...(typeof parentId === 'string' ? { parentId } : {}),
		...(isLive === true ? { isLive } : {}),
	};
}
