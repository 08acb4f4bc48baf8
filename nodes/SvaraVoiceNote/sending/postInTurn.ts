import type { SendPolicy } from '../../../lib/graph';
import { LedgerError, type Receipt as SendReceipt, type SendClaim } from '../../../lib/ledger';
import { cancelled } from '../../shared/failure';
import type { Posting } from '../execution/call';
import { certainlyNotDelivered } from './certainlyNotDelivered';
import { SentBefore, type SettleEarlier } from './claimMessage';
import { claimPlace } from './claimPlace';
import { hint } from './hint';
import { claimKey } from './idempotencyKeys';
import { KeyedLock } from './keyedLock';
import { unavailable } from './unavailable';

/** What became of a post; `skippedBecause` where its key says that it has gone out before. */
export type Posted<R> = R | { skippedBecause: 'sent_before'; messageId?: string };

/** Posts one thing, in whatever way; the policy carries everything around it. */
export type Post<R> = (policy: SendPolicy) => Promise<R>;

/** What belongs to a post beside the post itself. */
export interface PostRules {
	/** What is posted under the same one goes out one after the other. */
	threadKey: string;
	/** Runs all of it while no other process writes to the same person. */
	alone?: <T>(task: () => Promise<T>) => Promise<T>;
	/** What it throws keeps the post itself from going out. */
	sayFirst?: (policy: SendPolicy) => Promise<void>;
	/** Looks up what an earlier attempt has left behind; without it that stays unknown. */
	settleEarlier?: SettleEarlier;
}

const besideOthers: NonNullable<PostRules['alone']> = async (task) => await task();

/** Shared by all executions of this process, since several may write to one recipient. */
const locks = new KeyedLock();

/**
 * Posts something when its turn has come, after what is already under way to the same place or with
 * the same key, once over all processes, and keeps the key's record straight.
 */
export async function postInTurn<R extends { attempts: number }>(
	posting: Posting,
	rules: PostRules,
	post: Post<R>,
): Promise<Posted<R>> {
	const { context, order, request, ending } = posting;
	const { threadKey, alone = besideOthers } = rules;
	const key = request.idempotencyKey;
	const lockKeys = [threadKey];
	if (key) lockKeys.push(`key:${context.getWorkflow().id}:${context.getNode().id}:${key}`);
	const postAlone = async () => await alone(async () => await postClaimed(posting, rules, post));
	return await order.enter(async () => await locks.hold(lockKeys, postAlone, ending));
}

async function postClaimed<R extends { attempts: number }>(
	posting: Posting,
	{ sayFirst, settleEarlier }: PostRules,
	post: Post<R>,
): Promise<Posted<R>> {
	const { context, order, policy, request } = posting;
	const key = request.idempotencyKey;
	const state: { isClaimAsked: boolean; claim?: SendClaim; isPosted: boolean } = {
		isClaimAsked: false,
		isPosted: false,
	};
	const ask = async () =>
		key ? await claimKey(posting, key, settleEarlier) : await claimPlace(posting, settleEarlier);
	const takeClaim = async () => {
		while (!state.isClaimAsked || !(await isStillHeld(posting, state.claim))) {
			// Nothing went out with the former one for certain, so whoever took that over need not wonder.
			await state.claim?.release();
			delete state.claim;
			state.isClaimAsked = true;
			state.claim = await ask();
		}
	};
	const mayPost = () => {
		order.check();
		if (policy.signal?.aborted) throw cancelled();
	};
	// Before each attempt.
	const beforePost = async () => {
		mayPost();
		await takeClaim();
		// The claim may have waited for another process.
		mayPost();
	};
	const settle = async (end: (claim: SendClaim) => Promise<boolean>, unrecorded: string) => {
		const isRecorded = !state.claim || (await end(state.claim));
		// Without a key the user has nothing to do: this process remembers the item all the same.
		if (!isRecorded && key) hint(context, unrecorded);
	};
	try {
		await sayFirst?.({ ...policy, beforePost });
		const receipt = await post({
			...policy,
			beforePost: async () => {
				await beforePost();
				state.isPosted = true;
			},
		});
		await settle(async (claim) => await claim.sent(forLedger(receipt)), SENT_UNRECORDED);
		return receipt;
	} catch (thrown) {
		if (thrown instanceof SentBefore) return sentBefore<R>(posting, thrown);
		// What was to be said first and stopped it leaves the post itself unsent for certain.
		const isUnsent = !state.isPosted || certainlyNotDelivered(thrown);
		if (isUnsent) await settle(async (claim) => await claim.release(), CLAIM_KEPT);
		else await settle(async (claim) => await claim.unknown(), UNKNOWN_UNRECORDED);
		throw thrown;
	}
}

/** This process may have been stopped for so long that another has taken the message over. */
async function isStillHeld({ request }: Posting, claim: SendClaim | undefined): Promise<boolean> {
	try {
		return (await claim?.isHeld()) ?? true;
	} catch (fault) {
		if (!(fault instanceof LedgerError)) throw fault;
		if (request.idempotencyKey) throw unavailable(fault, 'Idempotency Key');
		return true;
	}
}

/** Ids and numbers; whom it went to is nothing for the ledger. */
function forLedger({
	recipientId: _,
	...receipt
}: {
	attempts: number;
	recipientId?: string;
}): SendReceipt {
	return receipt;
}

/** A message sent with the same key is another item's; one sent from the same place is this item's own. */
function sentBefore<R>({ request }: Posting, { receipt }: SentBefore): Posted<R> {
	if (!request.idempotencyKey) return receipt as R;
	const { messageId } = receipt;
	return {
		skippedBecause: 'sent_before',
		...(typeof messageId === 'string' ? { messageId } : {}),
	};
}

const SOON =
	'It will be as soon as the ledger answers again; if n8n stops before that, using the key again reports the outcome as unknown';
const SENT_UNRECORDED = `A message was sent, but its 'Idempotency Key' could not be recorded as used yet. ${SOON}`;
const UNKNOWN_UNRECORDED = `Nobody knows whether a message was sent, and that could not be recorded with its 'Idempotency Key' yet. ${SOON}`;
const CLAIM_KEPT = `A message was not sent, but its 'Idempotency Key' could not be given back yet. ${SOON}`;
