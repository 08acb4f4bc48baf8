import { publishComment, type CommentOptions } from '../customers/comments';
import type { JsonObject } from '../model/json';
import { BadControlCall, type Handler } from './handler';
import { findAccount } from './lookup';

/** Comments in the control API. What a customer comments is an act of theirs. */

export const showComments: Handler = ({ world }) => world.comments;

/** The account comments under its own post: `{"text": "Thanks!", "parentId": "…"}`. */
export const commentAsAccount: Handler = ({ world }, body, id) => {
	const { text } = body;
	if (typeof text !== 'string' || text === '') throw new BadControlCall('text must be a text');
	const account = findAccount(world, id);
	try {
		const { comment, event } = publishComment(
			world,
			account,
			undefined,
			text,
			commentOptions(body),
		);
		return { comment, event: event.payload };
	} catch (cause) {
		throw new BadControlCall(cause instanceof Error ? cause.message : String(cause));
	}
};

/** `postId`, `parentId` and `isLive`, where they are given. */
export function commentOptions({ postId, parentId, isLive }: JsonObject): CommentOptions {
	return {
		...(typeof postId === 'string' ? { postId } : {}),
		...(typeof parentId === 'string' ? { parentId } : {}),
		...(isLive === true ? { isLive } : {}),
	};
}
