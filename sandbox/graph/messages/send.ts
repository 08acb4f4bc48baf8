import { createHash } from 'node:crypto';

import { findComment } from '../../customers/comments';
import { publishSent } from '../../customers/publishSent';
import type { Recipient } from '../../model/accounts';
import type { PostComment } from '../../model/comments';
import { FLAVOURS, type FlavourRules } from '../../model/flavours';
import { GraphError } from '../../model/graphError';
import { newMessageId } from '../../model/ids';
import type { DeliveredAttachment, DeliveredMessage } from '../../model/messages';
import { isWindowOpen } from '../../model/messagingWindow';
import { usageHeaders } from '../../model/rateLimits';
import { setReaction } from '../../world/reactions';
import { threadWith } from '../../world/threads';
import type { Call } from '../call';
import { inspectAttachment, type InspectedMedia } from './attachments';
import type { MessageContent } from './content';
import { readSend, type SendRequest } from './validate';

const PRIVATE_REPLY_MS = 7 * 24 * 60 * 60 * 1000;

/** What a send is answered with. */
export interface SendAnswer {
	recipient_id: string;
	/** Absent for sender actions. */
	message_id?: string;
	/** Present if the message carried new, reusable media. */
	attachment_id?: string;
}

/**
 * `POST …/messages`: the shape first, then whether this account may write to this person now, then
 * the media. Delivery is the last step, so whatever is refused was not delivered.
 * @throws GraphError
 */
export async function sendMessage(call: Call): Promise<SendAnswer> {
	const { world, account, request, signal } = call;
	const rules = FLAVOURS[account.flavour];
	const send = readSend(request, rules);
	const recipient = reachableRecipient(call, rules, send);
	takeFromRateLimit(call, rules, send);
	if (send.kind === 'action') {
		recordAction(call, send, recipient);
		return { recipient_id: recipient.id };
	}
	refuseUnknownQuote(call, rules, send, recipient);
	const isAlbum = send.content.attachments.length > 1;
	if (isAlbum && !account.allowsSeveralImages) throw new GraphError('severalImagesUnavailable');
	const media: InspectedMedia[] = [];
	for (const plan of send.content.attachments) {
		const inspected = await inspectAttachment(plan, world, account, request, signal);
		if (inspected !== undefined) media.push(inspected);
	}
	const message = deliver(call, send, recipient, media);
	const comment = findComment(world, account, send.commentId ?? '');
	if (comment !== undefined) comment.hasPrivateReply = true;
	return {
		recipient_id: recipient.id,
		message_id: message.messageId,
		...keepReusable(call, send.content, media),
	};
}

function reachableRecipient(call: Call, rules: FlavourRules, send: SendRequest): Recipient {
	const { world, account } = call;
	if (rules.audience === 'instagram') {
		if (!account.isLinkedToInstagram) throw new GraphError('pageNotLinked');
		if (!account.allowsMessageAccess) throw new GraphError('messageAccessDisabled');
	}
	const comment = send.kind === 'message' ? readComment(call, send.commentId) : undefined;
	const recipient = world.findRecipient(account, comment?.recipientId ?? send.recipientId ?? '');
	if (recipient === undefined) throw new GraphError(rules.errors.unknownRecipient);
	if (recipient.threadOwner === 'otherApp')
		throw new GraphError(rules.errors.threadOwnedByOtherApp);
	if (!recipient.isAvailable) throw new GraphError('recipientUnavailable');
	if (!account.hasAdvancedAccess && !recipient.hasRole) {
		throw new GraphError(rules.errors.roleNeeded);
	}
	const tag = send.kind === 'message' ? send.tag : undefined;
	if (tag === 'HUMAN_AGENT' && !account.hasHumanAgent) {
		throw new GraphError('humanAgentNotApproved');
	}
	// A comment opens no window, and its one reply needs none.
	if (comment === undefined && !isWindowOpen(recipient, tag, world.clock.now())) {
		throw new GraphError(rules.errors.windowClosed);
	}
	return recipient;
}

/**
 * The comment that a private reply is about: a customer's, no older than seven days, on a live video only
 * while it runs (in the sandbox always), and not answered yet. Source: Meta, "Private replies".
 */
function readComment({ world, account }: Call, id: string | undefined): PostComment | undefined {
	if (id === undefined) return undefined;
	const comment = findComment(world, account, id);
	const isOpen =
		comment?.recipientId !== undefined &&
		!comment.hasPrivateReply &&
		world.clock.now() - comment.at < PRIVATE_REPLY_MS;
	if (!isOpen) throw new GraphError('commentInvalid');
	return comment;
}

/** Audio and video share a bucket of ten a second; everything else has its own. */
function takeFromRateLimit(call: Call, rules: FlavourRules, send: SendRequest): void {
	const { world, account } = call;
	const isMedia =
		send.kind === 'message' &&
		send.content.attachments.some((each) => ['audio', 'video'].includes(each.type));
	const bucket = isMedia ? 'media' : 'other';
	if (!world.limits.take(`${account.id}/${bucket}`, rules.sendsPerSecond[bucket])) {
		throw new GraphError(rules.errors.throttled, {}, usageHeaders(account.id, 0, rules.audience));
	}
}

/** A reaction is about a message of this very thread, of either side. */
function recordAction(
	{ world, account }: Call,
	send: Extract<SendRequest, { kind: 'action' }>,
	recipient: Recipient,
): void {
	const { kind: _kind, ...action } = send;
	const thread = threadWith(world, account, recipient);
	const isKnown = thread.messages.some((message) => message.id === send.messageId);
	if (send.messageId !== undefined && !isKnown) throw new GraphError('messageUnknown');
	if (send.messageId !== undefined) {
		setReaction(world, send.messageId, 'account', send.reaction);
	}
	const { flavour, id: accountId } = account;
	world.senderActions.push({ flavour, accountId, ...action, at: world.clock.now() });
}

/** A quoted message is one of this very thread. Seen live on Instagram; Messenger's answer is unknown. */
function refuseUnknownQuote(
	{ world, account }: Call,
	{ audience }: FlavourRules,
	{ replyTo }: Extract<SendRequest, { kind: 'message' }>,
	recipient: Recipient,
): void {
	if (audience !== 'instagram' || replyTo === undefined) return;
	const { messages } = threadWith(world, account, recipient);
	if (!messages.some(({ id }) => id === replyTo)) throw new GraphError('replyToUnknown');
}

/** The one place where something arrives in a customer's thread. */
function deliver(
	call: Call,
	send: Extract<SendRequest, { kind: 'message' }>,
	recipient: Recipient,
	media: readonly InspectedMedia[],
): DeliveredMessage {
	const { world, account } = call;
	const { text, quickReplies, metadata, attachments } = send.content;
	const delivered = media.map(describe);
	const source = attachments[0]?.source;
	const message: DeliveredMessage = {
		flavour: account.flavour,
		accountId: account.id,
		recipientId: recipient.id,
		messageId: newMessageId(FLAVOURS[account.flavour].audience),
		kind: delivered[0]?.type ?? attachments[0]?.type ?? 'text',
		...(text === undefined ? {} : { text }),
		...(delivered[0] === undefined ? {} : { attachment: delivered[0] }),
		attachments: delivered,
		...(send.messagingType === undefined ? {} : { messagingType: send.messagingType }),
		...(send.tag === undefined ? {} : { tag: send.tag }),
		...(send.replyTo === undefined ? {} : { replyTo: send.replyTo }),
		...(send.commentId === undefined ? {} : { commentId: send.commentId }),
		...(metadata === undefined ? {} : { metadata }),
		...(source?.from === 'post' ? { postId: source.postId } : {}),
		...(source?.from === 'template' ? { template: source.payload } : {}),
		...(quickReplies === undefined ? {} : { quickReplies }),
		at: world.clock.now(),
	};
	world.messages.push(message);
	publishSent(world, account, recipient, message);
	return message;
}

function describe({ type, media, source }: InspectedMedia): DeliveredAttachment {
	const { bytes, contentType, fileName, facts } = media;
	return {
		type,
		bytes,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		sizeBytes: bytes.length,
		container: facts.container,
		...(facts.codec === undefined ? {} : { codec: facts.codec }),
		contentType,
		...(fileName === undefined ? {} : { fileName }),
		source,
		...(facts.durationSeconds === undefined ? {} : { durationSeconds: facts.durationSeconds }),
		...(facts.isFastStart === undefined ? {} : { isFastStart: facts.isFastStart }),
	};
}

function keepReusable(
	call: Call,
	content: MessageContent,
	media: readonly InspectedMedia[],
): { attachment_id?: string } {
	const first = media[0];
	const isReusable = content.attachments[0]?.isReusable === true;
	if (first === undefined || first.source === 'attachmentId' || !isReusable) return {};
	const stored = call.world.storeAttachment(call.account, first.type, first.media);
	return { attachment_id: stored.id };
}
