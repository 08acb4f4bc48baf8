import type { GraphClient, GraphObject } from './client';
import { GraphError } from './errors';
import {
	audioMessage,
	envelope,
	multipart,
	postMessage,
	type MediaFile,
	type MessageOptions,
	type MessageReceipt,
} from './messages';
import { WITHOUT_CODE, fill } from './meanings';
import type { Pacer } from './pace';
import { MAX_WAIT_MS, tooLongToWait, withRetry, type RetryPolicy } from './retry';
import { wait } from './wait';

/** How the bytes get to Meta. */
export type Handover =
	/** Uploaded by this run, or chosen by the user; `file` allows the one-step fallback. */
	| { delivery: 'upload' | 'attachmentId'; attachmentId: string; file?: MediaFile }
	/** Fetched by Meta; a signed link is made anew for each attempt, since it is short-lived. */
	| { delivery: 'signedUrl' | 'url'; nextUrl: () => Promise<string> };

export interface VoiceNoteReceipt extends MessageReceipt {
	delivery: 'upload' | 'oneStep' | 'signedUrl' | 'url' | 'attachmentId';
	/** Posts to `/messages` that this note took. */
	attempts: number;
}

export interface SendPolicy extends RetryPolicy {
	pacer: Pacer;
	/** Runs right before every POST; what it throws keeps the POST from being made. */
	beforePost: () => Promise<void>;
}

/** Meta's words for "this id is not usable here". */
const ATTACHMENT_REFUSED = new Set([2018074, 2534015]);
const FETCH_FAILED = 2018008;

/**
 * Sends one voice note, at Meta's pace, repeating only what was certainly not delivered.
 * If Meta refuses the id of a file this run has uploaded, the file goes along with the message
 * instead (one step). Rejects with a GraphError whose `attempts` counts the POSTs.
 */
export async function sendVoiceNote(
	client: GraphClient,
	handover: Handover,
	options: MessageOptions,
	policy: SendPolicy,
): Promise<VoiceNoteReceipt> {
	if ('nextUrl' in handover) return await sendByUrl(client, handover, options, policy);
	const { delivery, attachmentId, file } = handover;
	try {
		const byId = audioMessage({ attachment_id: attachmentId });
		const sent = await post(client, () => envelope(byId, options), options, policy);
		return { ...sent, attachmentId, delivery };
	} catch (failure) {
		if (!file || !isRefusedAttachment(failure)) throw failure;
		return await sendInOneStep(client, file, options, policy, failure.attempts);
	}
}

async function sendByUrl(
	client: GraphClient,
	{ delivery, nextUrl }: Extract<Handover, { nextUrl: unknown }>,
	options: MessageOptions,
	policy: SendPolicy,
): Promise<VoiceNoteReceipt> {
	let origin = '';
	try {
		const body = async () => {
			const url = await nextUrl();
			origin = new URL(url).origin;
			return envelope(audioMessage({ url }), options);
		};
		return { ...(await post(client, body, options, policy)), delivery };
	} catch (failure) {
		const isOurs = delivery === 'signedUrl' && failure instanceof GraphError;
		if (!isOurs || failure.meta.subcode !== FETCH_FAILED) throw failure;
		throw failure.retold({
			code: 'delivery_unavailable',
			what: `Meta could not fetch the audio from ${origin}/rest/…`,
			fix: "Let that path through to n8n's main instance: no login, firewall or proxy rule may stand before it, and the certificate must be valid",
			retry: undefined,
		});
	}
}

async function sendInOneStep(
	client: GraphClient,
	file: MediaFile,
	options: MessageOptions,
	policy: SendPolicy,
	attemptsBefore: number,
): Promise<VoiceNoteReceipt> {
	// No `is_reusable` here: Meta advises against it when the file goes along with the message.
	const message = { attachment: { type: 'audio', payload: {} } };
	const body = async () => await multipart(envelope(message, options), file);
	try {
		const sent = await post(client, body, options, policy);
		return { ...sent, delivery: 'oneStep', attempts: sent.attempts + attemptsBefore };
	} catch (failure) {
		if (failure instanceof GraphError) failure.attempts += attemptsBefore;
		throw failure;
	}
}

async function post(
	client: GraphClient,
	body: () => Promise<GraphObject | FormData> | GraphObject,
	options: MessageOptions,
	policy: SendPolicy,
): Promise<MessageReceipt & { attempts: number }> {
	const { key, flavour } = client.account;
	const { pacer, signal, beforePost } = policy;
	return await withRetry(
		async (attempts) => {
			const pausedMs = pacer.pausedForMs(key);
			if (pausedMs > MAX_WAIT_MS) {
				throw tooLongToWait(
					new GraphError({ ...fill(WITHOUT_CODE.rateLimited, flavour), retry: undefined }),
					pausedMs,
				);
			}
			await wait(pacer.takeAudioSlot(key), signal);
			const message = await body();
			await beforePost();
			const receipt = await postMessage(client, message, options.recipientId);
			return { ...receipt, attempts };
		},
		{ ...policy, onThrottle: (waitMs) => pacer.pause(key, waitMs) },
	);
}

function isRefusedAttachment(failure: unknown): failure is GraphError {
	return (
		failure instanceof GraphError &&
		failure.meta.code === 100 &&
		ATTACHMENT_REFUSED.has(failure.meta.subcode ?? 0)
	);
}
