import type { Flavour } from './flavours';

/** A comment under one of an account's posts. */
export interface PostComment {
	id: string;
	flavour: Flavour;
	accountId: string;
	/** Who wrote it; absent if the account itself did. */
	recipientId?: string;
	text: string;
	/** Of the post: `media.id` on Instagram, `post_id` on a Page. */
	postId: string;
	/** The comment this one answers. */
	parentId?: string;
	/** The account has written to the person about it; it may do so once. */
	hasPrivateReply: boolean;
	/** Under a live video. */
	isLive: boolean;
	/** ms since the epoch, by the sandbox's clock. */
	at: number;
}
