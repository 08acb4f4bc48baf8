import { asId } from '../jsonValues';
import type { AttachmentType } from './attachmentTypes';
import type { GraphClient, GraphObject } from './client';
import { GraphError, render, TRANSPORT_ERRORS } from './errors';
import type { LookUpPolicy } from './lookUp';
import {
	actionBody,
	envelope,
	reactionBody,
	type MessageOptions,
	type SenderAction,
} from './messages';
import type { Bucket, RateLimiter } from './rateLimiter';
import type { RetryPolicy } from './retry';
import { retryInSlots } from './slots';
import { watchConversation, type MessageContent, type OtherSends } from './verifyDelivery';

export interface SendPolicy extends RetryPolicy {
	rateLimiter: RateLimiter;
	/** Runs right before every POST; what it throws keeps the POST from being made. */
	beforePost: () => Promise<void>;
	/**
	 * Looks an unknown outcome up in the conversation. Whoever asks for it makes sure that nothing
	 * else is sent to this recipient meanwhile.
	 */
	verifiesUnknown?: boolean;
	/** While one of them may still turn up in the conversation, nothing is looked up. */
	others?: OtherSends;
}

/** The outcome of a successful POST. */
export interface Receipt {
	recipientId: string;
	/** POSTs to `/messages` that it took. */
	attempts: number;
}

export interface MessageReceipt extends Receipt {
	messageId: string;
	attachmentId?: string;
	/** Set where Meta's answer was unclear and the message was found in the conversation. */
	verified?: true;
}

export type Body = GraphObject | FormData;

/** A message to be posted: which rate limit it counts towards, and how to recognise it afterwards. */
export interface Draft {
	bucket: Bucket;
	/** Made anew for each attempt: signed links expire soon and forms are read once. */
	body: () => Body | Promise<Body>;
	media?: AttachmentType;
	/** Absent for what the Conversations API does not show clearly. */
	content?: MessageContent;
}

/** Sends a message without a file. Rejects with a GraphError whose `attempts` counts the POSTs. */
export async function sendMessage(
	client: GraphClient,
	message: GraphObject,
	options: MessageOptions,
	policy: SendPolicy,
): Promise<MessageReceipt> {
	const body = () => envelope(message, options);
	const draft = { bucket: 'text', body, content: contentOf(message) } as const;
	return await sendDraft(client, draft, options.recipientId, policy);
}

/** How a message without a file is recognised; undefined for what the Conversations API does not show clearly. */
export function contentOf({ text }: GraphObject): MessageContent | undefined {
	return typeof text === 'string' ? { kind: 'text', text } : undefined;
}

/**
 * Posts a draft within Meta's rate limits, repeating only what was certainly not delivered. Where the
 * policy asks for it, an unknown outcome is looked up in the conversation.
 */
export async function sendDraft(
	client: GraphClient,
	draft: Draft,
	recipientId: string,
	policy: SendPolicy,
): Promise<MessageReceipt> {
	const findSent =
		policy.verifiesUnknown && draft.content && !(await policy.others?.mayTurnUp())
			? await watchConversation(client, recipientId, draft.content, policy)
			: undefined;
	let postedAtMs = 0;
	try {
		return await postInSlot(client, draft, policy, async (body) => {
			postedAtMs = Date.now();
			const answer = await post(client, body, draft.media);
			const messageId = asId(answer.message_id);
			if (messageId === undefined) {
				throw new GraphError(render(TRANSPORT_ERRORS.unknownOutcome, client.account.flavour));
			}
			const attachmentId = asId(answer.attachment_id);
			return {
				recipientId: asId(answer.recipient_id) ?? recipientId,
				messageId,
				...(attachmentId === undefined ? {} : { attachmentId }),
			};
		});
	} catch (failure) {
		if (!(failure instanceof GraphError) || failure.delivered === 'no') throw failure;
		const messageId = await findSent?.(postedAtMs);
		if (messageId === undefined) {
			await policy.others?.noteUnknown();
			throw failure;
		}
		return { recipientId, messageId, attempts: failure.attempts, verified: true };
	}
}

/** Puts a reaction under a message, or takes it back. Meta answers with the recipient alone. */
export async function sendReaction(
	client: GraphClient,
	recipientId: string,
	messageId: string,
	reaction: string | undefined,
	policy: SendPolicy,
): Promise<Receipt> {
	const body = () => reactionBody(recipientId, messageId, reaction);
	return await postInSlot(client, { bucket: 'text', body }, policy, async (made) => {
		const answer = await post(client, made);
		return { recipientId: asId(answer.recipient_id) ?? recipientId };
	});
}

/** Shows or hides "typing…" in the thread, or marks it as read. A repeat changes nothing. */
export async function sendSenderAction(
	client: GraphClient,
	recipientId: string,
	action: SenderAction,
	policy: LookUpPolicy,
): Promise<Receipt> {
	return await retryInSlots(client.account, policy, 'text', async (attempts) => {
		await client.call({
			method: 'POST',
			path: `/${client.account.senderId}/messages`,
			body: actionBody(recipientId, action),
			delivers: false,
		});
		return { recipientId, attempts };
	});
}

/** Posts within Meta's rate limits, repeating only what was certainly not delivered. */
export async function postInSlot<R>(
	client: GraphClient,
	{ bucket, body }: Pick<Draft, 'bucket' | 'body'>,
	policy: SendPolicy,
	postIt: (body: Body) => Promise<R>,
): Promise<R & { attempts: number }> {
	return await retryInSlots(client.account, policy, bucket, async (attempts) => {
		const made = await body();
		await policy.beforePost();
		return { ...(await postIt(made)), attempts };
	});
}

async function post(client: GraphClient, body: Body, media?: AttachmentType): Promise<GraphObject> {
	return await client.call({
		method: 'POST',
		path: `/${client.account.senderId}/messages`,
		body,
		delivers: true,
		...(media ? { media } : {}),
	});
}
