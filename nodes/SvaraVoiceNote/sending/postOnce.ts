import type { MessageContent, Receipt, SendPolicy } from '../../../lib/graph';
import { LedgerError, type Receipt as SendReceipt, type SendClaim } from '../../../lib/ledger';
import { cancelled } from '../../shared/failure';
import type { Sending } from '../execution/call';
import { certainlyNotDelivered } from './certainlyNotDelivered';
import { SentBefore } from './claimMessage';
import { claimPlace } from './claimPlace';
import { aloneWithCustomer } from './customerLock';
import { disclose } from './disclose';
import { hint } from './hint';
import { claimKey } from './idempotencyKeys';
import { KeyedLock } from './keyedLock';
import { otherSends } from './otherSends';
import { postAsOwn } from './postAsOwn';
import { unavailable } from './unavailable';

/** What became of a message; `skippedBecause` where its key says that it has gone out before. */
export type Posted<R> = R | { skippedBecause: 'sent_before'; messageId?: string };

/** Posts one thing, in whatever way; the policy carries everything around it. */
export type Post<R> = (policy: SendPolicy) => Promise<R>;

/** Shared by all executions of this process, since several may write to one recipient. */
const locks = new KeyedLock();

/**
 * Posts a message when its turn has come, after what is already under way to the same recipient or
 * with the same key, says the disclosure first where it is due, and keeps the key's record straight.
 * @param content how to recognise it in its conversation; absent where that cannot be done
 */
export async function postOnce<R extends Receipt>(
	sending: Sending,
	post: Post<R>,
	content?: MessageContent,
): Promise<Posted<R>> {
	const { context, order, recipientId, request } = sending;
	const key = request.idempotencyKey;
	// Meta gives each account an id of its own for a person, so the id alone stands for the thread,
	// whichever way the credentials name the account.
	const lockKeys = [`recipient:${recipientId}`];
	if (key) lockKeys.push(`key:${context.getWorkflow().id}:${context.getNode().id}:${key}`);
	return await order.enter(
		async () =>
			await locks.hold(
				lockKeys,
				async () =>
					await aloneWithCustomer(sending, async () => await postClaimed(sending, post, content)),
				sending.ending,
			),
	);
}

async function postClaimed<R extends Receipt>(
	sending: Sending,
	post: Post<R>,
	content?: MessageContent,
): Promise<Posted<R>> {
	const { context, request } = sending;
	const key = request.idempotencyKey;
	const state: { isClaimAsked: boolean; claim?: SendClaim; isPosted: boolean } = {
		isClaimAsked: false,
		isPosted: false,
	};
	// Runs before each attempt.
	const takeClaim = async () => {
		if (state.isClaimAsked && (await isStillHeld(sending, state.claim))) return;
		state.isClaimAsked = true;
		delete state.claim;
		state.claim = key ? await claimKey(sending, key, content) : await claimPlace(sending, content);
	};
	const postIt: Post<R> = async (policy) => {
		const beforePost = async () => {
			await policy.beforePost();
			state.isPosted = true;
		};
		return await postAsOwn(sending, { ...policy, beforePost }, post);
	};
	const settle = async (ending: (claim: SendClaim) => Promise<boolean>, unrecorded: string) => {
		const isRecorded = !state.claim || (await ending(state.claim));
		// Without a key the user has nothing to do: this process remembers the item all the same.
		if (!isRecorded && key) hint(context, unrecorded);
	};
	try {
		const receipt = await postDisclosed(sending, postIt, takeClaim);
		await settle(async (claim) => await claim.sent(forLedger(receipt)), SENT_UNRECORDED);
		return receipt;
	} catch (thrown) {
		if (thrown instanceof SentBefore) return sentBefore<R>(sending, thrown);
		// A disclosure that stopped the message leaves the message itself unsent for certain.
		const isUnsent = !state.isPosted || certainlyNotDelivered(thrown);
		if (isUnsent) await settle(async (claim) => await claim.release(), CLAIM_KEPT);
		else await settle(async (claim) => await claim.unknown(), UNKNOWN_UNRECORDED);
		throw thrown;
	}
}

/** Before a repeat: this process may have been stopped for so long that another has taken the message over. */
async function isStillHeld({ request }: Sending, claim: SendClaim | undefined): Promise<boolean> {
	try {
		return (await claim?.isHeld()) ?? true;
	} catch (fault) {
		if (!(fault instanceof LedgerError)) throw fault;
		if (request.idempotencyKey) throw unavailable(fault, 'Idempotency Key');
		return true;
	}
}

/** Ids and numbers; whom it went to is nothing for the ledger. */
function forLedger({ recipientId: _, ...receipt }: Receipt): SendReceipt {
	return receipt;
}

/** A message sent with the same key is another item's; one sent from the same place is this item's own. */
function sentBefore<R extends Receipt>(
	{ request, recipientId }: Sending,
	{ receipt }: SentBefore,
): Posted<R> {
	if (!request.idempotencyKey) return { recipientId, ...receipt } as unknown as R;
	const { messageId } = receipt;
	return {
		skippedBecause: 'sent_before',
		...(typeof messageId === 'string' ? { messageId } : {}),
	};
}

async function postDisclosed<R>(
	sending: Sending,
	post: Post<R>,
	claim: () => Promise<void>,
): Promise<R> {
	const { order, request, policy } = sending;
	const mayPost = () => {
		order.check();
		if (policy.signal?.aborted) throw cancelled();
	};
	const sendPolicy: SendPolicy = {
		...policy,
		verifiesUnknown: request.verifiesUnknown,
		others: otherSends(sending),
		beforePost: async () => {
			mayPost();
			await claim();
			// The claim may have waited for another process.
			mayPost();
		},
	};
	if (request.disclosure) await disclose(sending, request.disclosure, sendPolicy);
	return await post(sendPolicy);
}

const SOON =
	'It will be as soon as the ledger answers again; if n8n stops before that, using the key again reports the outcome as unknown';
const SENT_UNRECORDED = `A message was sent, but its 'Idempotency Key' could not be recorded as used yet. ${SOON}`;
const UNKNOWN_UNRECORDED = `Nobody knows whether a message was sent, and that could not be recorded with its 'Idempotency Key' yet. ${SOON}`;
const CLAIM_KEPT = `A message was not sent, but its 'Idempotency Key' could not be given back yet. ${SOON}`;
