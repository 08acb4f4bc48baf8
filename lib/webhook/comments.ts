import { asId, isObject, type JsonObject } from '../jsonValues';
import type { Update } from './entries';
import type { Kind } from './kind';
import { textOf, withoutUndefined } from './values';

/** On Instagram. A Page tells of its comments in `feed`, among posts, likes and much else. */
const COMMENT_FIELDS: ReadonlySet<string> = new Set(['comments', 'live_comments']);

/** Who wrote something under a post. */
export interface Author {
	id?: string;
	name?: string;
	/** Meta marks it as the account's own, whatever the id. */
	isMarkedOwn: boolean;
}

/**
 * Who wrote a comment or a post, or reacted to one. Older versions of Meta's API put that beside.
 * https://developers.facebook.com/documentation/instagram-platform/self-messaging (the mark)
 */
export function authorOf({ from, sender_id, sender_name }: JsonObject): Author {
	const author = isObject(from) ? from : { id: sender_id, name: sender_name };
	return {
		id: asId(author.id),
		name: textOf(author.username) ?? textOf(author.name),
		isMarkedOwn: asId(author.self_ig_scoped_id) !== undefined,
	};
}

/**
 * Whether an update is a new comment that a workflow may answer. Without an author it may be the
 * account's own, and a workflow that answers itself never ends; without an id nothing can be answered.
 */
export function isComment({ event, field }: Update): boolean {
	const isNew = event.verb === undefined || event.verb === 'add';
	const isOnPage = field === 'feed' && event.item === 'comment' && isNew;
	if (!isOnPage && !COMMENT_FIELDS.has(field ?? '')) return false;
	const { id, isMarkedOwn } = authorOf(event);
	return idOf(event) !== undefined && (id !== undefined || isMarkedOwn);
}

const idOf = ({ id, comment_id }: JsonObject): string | undefined => asId(comment_id) ?? asId(id);

/**
 * A comment under one of the account's posts.
 * https://developers.facebook.com/docs/graph-api/webhooks/reference/instagram (`comments`),
 * https://developers.facebook.com/docs/graph-api/webhooks/reference/page (`feed`)
 */
export const COMMENT: Kind = {
	// Where only Other is chosen, comments come as they did before they had a name.
	names: () => ['comment', 'other'],
	details(value) {
		const media = isObject(value.media) ? value.media : {};
		const post = isObject(value.post) ? value.post : {};
		const postId = asId(value.post_id) ?? asId(post.id);
		const parentId = asId(value.parent_id);
		// On a Page, a comment that answers none has the post for its parent.
		const isReply = parentId !== undefined && parentId !== postId;
		return {
			comment: withoutUndefined({
				id: idOf(value),
				text: textOf(value.text) ?? textOf(value.message),
				parentId: isReply ? parentId : undefined,
				mediaId: asId(media.id) ?? postId,
				mediaType: textOf(media.media_product_type) ?? textOf(post.status_type),
				adId: asId(media.ad_id),
				adTitle: textOf(media.ad_title),
				originalMediaId: asId(media.original_media_id),
				isReply,
			}),
			attachments: picturesOf(value),
		};
	},
	id: (value) => idOf(value),
};

/** A photo or a video in a comment on a Page. */
function picturesOf({ photo, video }: JsonObject): JsonObject[] | undefined {
	const pictures = Object.entries({ image: textOf(photo), video: textOf(video) }).flatMap(
		([type, url]) => (url === undefined ? [] : [{ type, url }]),
	);
	return pictures.length === 0 ? undefined : pictures;
}
