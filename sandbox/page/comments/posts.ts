import type { ShownComment } from '../../control/shown.js';
import type { Picture } from '../live.js';
import type { Thread } from '../threads.js';

export interface Post {
	/** Empty: the account's first post, whose id nobody has seen yet. */
	id: string;
	comments: CommentTree[];
}

/** A comment and what answers it, the oldest first. */
export interface CommentTree {
	comment: ShownComment;
	answers: ShownComment[];
}

/** The account's posts with what stands under them. */
export function postsOf({ account }: Thread, { comments }: Picture): Post[] {
	const own = [...comments.values()].filter(({ accountId }) => accountId === account.id);
	const ids = new Set([...account.postIds, ...own.map(({ postId }) => postId)]);
	if (ids.size === 0) ids.add('');
	return [...ids].map((id) => ({
		id,
		comments: own
			.filter(({ postId, parentId }) => postId === id && parentId === undefined)
			.map((comment) => ({
				comment,
				answers: own.filter(({ parentId }) => parentId === comment.id),
			})),
	}));
}
