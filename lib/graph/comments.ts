import { asId } from '../jsonValues';
import type { GraphClient } from './client';
import { GraphError, render, TRANSPORT_ERRORS } from './errors';
import type { FlavourName } from './flavours';
import { textMessage } from './messages';
import { postInSlot, type SendPolicy } from './posting';

/** A reply that went to the person alone. */
export interface PrivateReplyReceipt {
	/** The commenter, as later messages name them. */
	recipientId?: string;
	messageId: string;
	attempts: number;
}

/** A reply that everybody sees under the comment. */
export interface PublicReplyReceipt {
	replyId: string;
	attempts: number;
}

/**
 * Writes to the person behind a comment: once a comment, within seven days, with a text. Meta documents no
 * other content.
 * https://developers.facebook.com/documentation/instagram-platform/private-replies,
 * https://developers.facebook.com/docs/messenger-platform/discovery/private-replies
 * Rejects with a GraphError.
 */
export async function replyPrivately(
	client: GraphClient,
	commentId: string,
	text: string,
	policy: SendPolicy,
): Promise<PrivateReplyReceipt> {
	const { senderId } = client.account;
	const body = { recipient: { comment_id: commentId }, message: textMessage(text) };
	return await reply(client, `/${senderId}/messages`, body, policy, (answer) => {
		const messageId = asId(answer.message_id);
		const recipientId = asId(answer.recipient_id);
		return messageId === undefined
			? undefined
			: { messageId, ...(recipientId === undefined ? {} : { recipientId }) };
	});
}

/**
 * The edge under which a comment's answers are.
 * https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-comment/replies,
 * https://developers.facebook.com/docs/graph-api/reference/object/comments
 */
const PUBLIC_EDGES: Readonly<Record<FlavourName, string>> = {
	instagramLogin: 'replies',
	instagramPage: 'replies',
	messenger: 'comments',
};

/** Answers under a comment, where everybody reads it. Rejects with a GraphError. */
export async function replyPublicly(
	client: GraphClient,
	commentId: string,
	text: string,
	policy: SendPolicy,
): Promise<PublicReplyReceipt> {
	const edge = PUBLIC_EDGES[client.account.flavour.name];
	const path = `/${encodeURIComponent(commentId)}/${edge}`;
	return await reply(client, path, { message: text }, policy, (answer) => {
		const replyId = asId(answer.id);
		return replyId === undefined ? undefined : { replyId };
	});
}

/** @param read takes what is needed from the answer; undefined where it is not in there */
async function reply<R extends object>(
	client: GraphClient,
	path: string,
	body: object,
	policy: SendPolicy,
	read: (answer: Record<string, unknown>) => R | undefined,
): Promise<R & { attempts: number }> {
	try {
		return await postInSlot(
			client,
			{ bucket: 'text', body: () => ({ ...body }) },
			policy,
			async (made) => {
				const answer = await client.call({ method: 'POST', path, body: made, delivers: true });
				const receipt = read(answer);
				if (receipt) return receipt;
				throw new GraphError(render(TRANSPORT_ERRORS.unknownOutcome, client.account.flavour));
			},
		);
	} catch (failure) {
		throw failure instanceof GraphError ? aboutComment(client, failure) : failure;
	}
}

/** What replies need besides the permissions for messages. */
const PERMISSIONS: Readonly<Record<FlavourName, string>> = {
	instagramLogin: 'instagram_business_manage_comments',
	instagramPage: 'instagram_manage_comments and pages_read_engagement',
	messenger: 'pages_manage_engagement (public replies) and pages_messaging (private ones)',
};

/** The answers that mean something else about a comment than about a message. */
function aboutComment({ account }: GraphClient, failure: GraphError): GraphError {
	const { code, subcode } = failure.meta;
	if (code === 33 || (code === 100 && subcode === 33)) {
		return failure.with({
			code: 'invalid_input',
			what: 'Meta does not know this comment under a post of this account',
			fix: "Map comment.id from the trigger's event Comment into 'Comment ID'; deleted and hidden comments take no reply",
		});
	}
	if (failure.code === 'permission_denied') {
		const permissions = PERMISSIONS[account.flavour.name];
		return failure.with({ fix: `Replies to comments need ${permissions}. ${failure.fix}` });
	}
	if (failure.delivered === 'unknown') {
		return failure.with({
			what: 'Meta did not say whether the reply was published',
			fix: 'Look under the post (or into the conversation) before running the item again: the reply may be there',
		});
	}
	return failure;
}
