import type { IExecuteFunctions } from 'n8n-workflow';

import {
	GraphError,
	Pacer,
	sendVoiceNote,
	type GraphClient,
	type Handover,
	type VoiceNoteReceipt,
} from '../../lib/graph';
import { cancelled, SvaraError } from '../shared/failure';
import { IdempotencyKeys, type SkipReason } from '../shared/idempotencyKeys';
import { KeyedLock } from '../shared/keyedLock';
import { Halted, type Turn } from '../shared/runItems';
import type { SendRequest } from './parameters';

export type Posted = VoiceNoteReceipt | { skippedBecause: SkipReason };

/** Shared by all executions of this process: an account's pace and a recipient's order know no executions. */
const pacer = new Pacer();
const locks = new KeyedLock();

/** Not a failure: the key says that the note has gone out, or may have. */
class Skip extends Error {
	constructor(readonly reason: SkipReason) {
		super();
	}
}

/**
 * Posts the note when its turn has come, after what is already under way to the same recipient or
 * with the same key, and keeps the key's record straight.
 */
export async function postOnce(
	context: IExecuteFunctions,
	client: GraphClient,
	request: SendRequest,
	handover: Handover,
	turn: Turn,
): Promise<Posted> {
	const key = request.idempotencyKey;
	const lockKeys = [`recipient:${client.account.key}:${request.recipientId}`];
	if (key) lockKeys.push(`key:${context.getWorkflow().id}:${context.getNode().id}:${key}`);
	return await turn.enter(
		async () =>
			await locks.hold(
				lockKeys,
				async () =>
					key
						? await postWithKey(context, client, request, handover, turn)
						: await post(context, client, request, handover, turn),
				context.getExecutionCancelSignal(),
			),
	);
}

async function postWithKey(
	context: IExecuteFunctions,
	client: GraphClient,
	request: SendRequest,
	handover: Handover,
	turn: Turn,
): Promise<Posted> {
	const keys = new IdempotencyKeys(context);
	const key = request.idempotencyKey;
	const claim = { isHeld: false };
	const takeClaim = async () => {
		if (claim.isHeld) return;
		const skipReason = await keys.claim(key);
		if (skipReason) throw new Skip(skipReason);
		claim.isHeld = true;
	};
	try {
		const receipt = await post(context, client, request, handover, turn, takeClaim);
		if (!(await keys.markSent(key))) hint(context, SENT_UNRECORDED);
		return receipt;
	} catch (thrown) {
		if (thrown instanceof Skip) return { skippedBecause: thrown.reason };
		if (claim.isHeld && certainlyNotDelivered(thrown) && !(await keys.release(key))) {
			hint(context, CLAIM_KEPT);
		}
		throw thrown;
	}
}

async function post(
	context: IExecuteFunctions,
	client: GraphClient,
	request: SendRequest,
	handover: Handover,
	turn: Turn,
	claim: () => Promise<void> = async () => {},
): Promise<VoiceNoteReceipt> {
	const signal = context.getExecutionCancelSignal();
	const assertWanted = () => {
		turn.check();
		if (signal?.aborted) throw cancelled();
	};
	const { recipientId, replyToMessageId, tag, maxRetries } = request;
	return await sendVoiceNote(
		client,
		handover,
		{ recipientId, ...(replyToMessageId ? { replyToMessageId } : {}), ...(tag ? { tag } : {}) },
		{
			maxRetries,
			signal,
			pacer,
			beforePost: async () => {
				assertWanted();
				await claim();
			},
		},
	);
}

const certainlyNotDelivered = (thrown: unknown) =>
	thrown instanceof Halted ||
	thrown instanceof SvaraError ||
	(thrown instanceof GraphError && thrown.delivered === 'no');

const SENT_UNRECORDED =
	"A voice note was sent, but n8n could not record its 'Idempotency Key': using the key again reports the outcome as unknown";
const CLAIM_KEPT =
	"A voice note was not sent, but n8n could not give its 'Idempotency Key' back: use another key to send it";

function hint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
}
