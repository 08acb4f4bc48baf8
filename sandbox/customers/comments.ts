import type { Recipient, SandboxAccount } from '../model/accounts';
import type { PostComment } from '../model/comments';
import { FLAVOURS } from '../model/flavours';
import { newCommentId } from '../model/ids';
import type { JsonObject } from '../model/json';
import type { WebhookEvent } from '../webhooks/payload';
import type { World } from '../world/world';

export interface CommentOptions {
	/** Default: the account's first post. */
	postId?: string;
	/** The comment that is answered; the new one is then under the same post. */
	parentId?: string;
	/** Under a live video of Instagram. */
	isLive?: boolean;
}

export interface CommentEvent {
	comment: PostComment;
	/** As webhooks tell of it; also queued if the app subscribed to it. */
	event: WebhookEvent;
}

/**
 * Puts a comment under a post of the account and tells the app, if it subscribed. Opens no window.
 * @param author undefined where the account itself comments
 * @throws Error if the comment to answer is none of this account's posts
 */
export function publishComment(
	world: World,
	account: SandboxAccount,
	author: Recipient | undefined,
	text: string,
	{ postId, parentId, isLive = false }: CommentOptions = {},
): CommentEvent {
	const parent = parentId === undefined ? undefined : findComment(world, account, parentId);
	if (parentId !== undefined && parent === undefined) {
		throw new Error(`${account.name} has no comment ${parentId}`);
	}
	const under = parent?.postId ?? postId ?? firstPostOf(account);
	const comment: PostComment = {
		id: newCommentId(FLAVOURS[account.flavour].audience, under),
		flavour: account.flavour,
		accountId: account.id,
		text,
		postId: under,
		hasPrivateReply: false,
		isLive,
		at: world.clock.now(),
		...(author === undefined ? {} : { recipientId: author.id }),
		...(parentId === undefined ? {} : { parentId }),
	};
	world.comments.push(comment);
	const event: WebhookEvent = {
		account,
		...(author === undefined ? {} : { recipient: author }),
		kind: isLive ? 'liveComment' : 'comment',
		isStandby: false,
		payload: payloadOf(account, author, comment),
	};
	world.outbox.publish(event);
	return { comment, event };
}

export const findComment = (
	world: World,
	account: SandboxAccount,
	id: string,
): PostComment | undefined =>
	world.comments.find((each) => each.id === id && each.accountId === account.id);

/** A Page's posts go by the Page's id and their own. */
const firstPostOf = ({ postIds, pageId }: SandboxAccount): string =>
	postIds[0] ?? `${pageId}_122100000000000001`;

const payloadOf = (
	account: SandboxAccount,
	author: Recipient | undefined,
	comment: PostComment,
): JsonObject =>
	FLAVOURS[account.flavour].audience === 'instagram'
		? instagramPayload(account, author, comment)
		: pagePayload(account, author, comment);

/**
 * Source: Meta, "Instagram Platform Webhook Notification Examples", and "Self Messaging" for the mark
 * on the account's own.
 */
function instagramPayload(
	account: SandboxAccount,
	author: Recipient | undefined,
	{ id, text, postId, parentId, isLive }: PostComment,
): JsonObject {
	const own = {
		id: account.id,
		username: account.username,
		self_ig_scoped_id: `1${account.id.slice(1, 16)}`,
	};
	return {
		from: author === undefined ? own : { id: author.id, username: author.username },
		media: { id: postId, media_product_type: isLive ? 'LIVE' : 'FEED' },
		id,
		...(parentId === undefined ? {} : { parent_id: parentId }),
		text,
	};
}

/** The parent of a comment that answers none is the post. Source: recorded webhooks of `feed`. */
function pagePayload(
	account: SandboxAccount,
	author: Recipient | undefined,
	{ id, text, postId, parentId, at }: PostComment,
): JsonObject {
	const { id: authorId, name } = author ?? account;
	return {
		from: { id: authorId, name },
		post: {
			status_type: 'mobile_status_update',
			is_published: true,
			updated_time: new Date(at).toISOString(),
			permalink_url: `https://www.facebook.com/${postId.replace('_', '/posts/')}`,
			promotion_status: 'inactive',
			id: postId,
		},
		message: text,
		post_id: postId,
		comment_id: id,
		created_time: Math.floor(at / 1000),
		item: 'comment',
		parent_id: parentId ?? postId,
		verb: 'add',
	};
}
