import type { AttachmentType } from './attachmentTypes';
import type { GraphClient } from './client';
import { GraphError, isRefused } from './errors';
import {
	envelope,
	mediaMessage,
	multipart,
	type MediaFile,
	type MediaPayload,
	type MessageOptions,
} from './messages';
import { sendDraft, type Draft, type MessageReceipt, type SendPolicy } from './posting';
import type { Bucket } from './rateLimiter';

/** How a file's bytes get to Meta. */
export type MediaDelivery =
	/** Uploaded by this run, or chosen by the user; `file` allows the one-step fallback. */
	| { delivery: 'upload' | 'attachmentId'; attachmentId: string; file?: MediaFile }
	/** Fetched by Meta; a signed link is made anew for each attempt, since it is short-lived. */
	| { delivery: 'signedUrl' | 'url'; nextUrl: () => Promise<string> };

export interface MediaReceipt extends MessageReceipt {
	delivery: MediaDelivery['delivery'] | 'oneStep';
}

/** Audio and video are counted apart from everything else. */
const BUCKETS: Readonly<Record<AttachmentType, Bucket>> = {
	audio: 'media',
	video: 'media',
	image: 'text',
	file: 'text',
};

/**
 * Sends a file (a voice note is one of type `audio`), or several images in one message, repeating only
 * what was certainly not delivered. If Meta refuses the id of a single file this run has uploaded,
 * the file goes along with the message instead (one step). Rejects with a GraphError whose
 * `attempts` counts the POSTs.
 */
export async function sendMedia(
	client: GraphClient,
	type: AttachmentType,
	deliveries: [MediaDelivery, ...MediaDelivery[]],
	options: MessageOptions,
	policy: SendPolicy,
): Promise<MediaReceipt> {
	const [first] = deliveries;
	const file = deliveries.length === 1 && 'file' in first ? first.file : undefined;
	let signedOrigin = '';
	const payloadOf = async (media: MediaDelivery): Promise<MediaPayload> => {
		if ('attachmentId' in media) return { attachment_id: media.attachmentId };
		const url = await media.nextUrl();
		if (media.delivery === 'signedUrl') signedOrigin = new URL(url).origin;
		return { url };
	};
	const body = async () =>
		envelope(mediaMessage(type, await Promise.all(deliveries.map(payloadOf))), options);
	try {
		const sent = await sendDraft(client, draftOf(type, body), options.recipientId, policy);
		const { delivery } = first;
		return {
			...sent,
			...('attachmentId' in first ? { attachmentId: first.attachmentId } : {}),
			delivery,
		};
	} catch (failure) {
		if (file && isRefused(failure, 'attachment')) {
			return await sendInOneStep(client, type, file, options, policy, failure.attempts);
		}
		if (signedOrigin === '' || !isRefused(failure, 'fetch')) throw failure;
		const areAllOurs = deliveries.every(({ delivery }) => delivery === 'signedUrl');
		throw areAllOurs
			? linkUnreachable(failure, type, signedOrigin)
			: oneLinkUnreachable(failure, signedOrigin);
	}
}

async function sendInOneStep(
	client: GraphClient,
	type: AttachmentType,
	file: MediaFile,
	options: MessageOptions,
	policy: SendPolicy,
	attemptsBefore: number,
): Promise<MediaReceipt> {
	// No `is_reusable` here: Meta advises against it when the file goes along with the message.
	const message = { attachment: { type, payload: {} } };
	const body = async () => await multipart(envelope(message, options), file);
	try {
		const sent = await sendDraft(client, draftOf(type, body), options.recipientId, policy);
		return { ...sent, delivery: 'oneStep', attempts: sent.attempts + attemptsBefore };
	} catch (failure) {
		if (failure instanceof GraphError) failure.attempts += attemptsBefore;
		throw failure;
	}
}

const draftOf = (type: AttachmentType, body: Draft['body']): Draft => ({
	bucket: BUCKETS[type],
	body,
	media: type,
	content: { kind: type },
});

/**
 * Meta was given a link of our own making, which nobody else may see. Webhook processors and workers do not
 * serve it: its controller is loaded by n8n's `server.js`, which only main runs.
 */
const linkUnreachable = (failure: GraphError, type: AttachmentType, origin: string): GraphError =>
	failure.with({
		code: 'delivery_unavailable',
		what: `Meta could not fetch the ${type} from ${origin}/rest/…`,
		fix: "Only n8n's main process serves that path: set WEBHOOK_URL, and the proxy behind that address, so that it leads to main, with a valid certificate and no login before it",
		retry: undefined,
	});

/** Meta does not say which one. */
const oneLinkUnreachable = (failure: GraphError, origin: string): GraphError =>
	failure.with({
		what: 'Meta could not fetch one of the images',
		fix: `Open each address of yours in a private browser window: it must be public, https and quick. The files it fetches from n8n itself come from ${origin}/rest/…, which must lead to n8n's main process`,
	});
