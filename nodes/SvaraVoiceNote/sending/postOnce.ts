import { GraphError, UnverifiedSends, type Receipt, type SendPolicy } from '../../../lib/graph';
import type { Receipt as SendReceipt, SendClaim } from '../../../lib/ledger';
import { cancelled, SvaraError } from '../../shared/failure';
import type { Posting, Sending } from '../execution/call';
import { Halted } from '../execution/runItems';
import { SentBefore } from './claimMessage';
import { claimPlace } from './claimPlace';
import { disclose } from './disclose';
import { hint } from './hint';
import { claimKey } from './idempotencyKeys';
import { KeyedLock } from './keyedLock';

/** What became of a message; `skippedBecause` where its key says that it has gone out before. */
export type Posted<R> = R | { skippedBecause: 'sent_before'; messageId?: string };

/** Posts one thing, in whatever way; the policy carries everything around it. */
export type Post<R> = (policy: SendPolicy) => Promise<R>;

/** How a post is told from others, and what goes out before it. */
interface PostRules {
	/** What is posted under the same one goes out one after the other. */
	threadKey: string;
	/** What it throws keeps the post itself from going out. */
	sayFirst?: (policy: SendPolicy) => Promise<void>;
}

/** Shared by all executions of this process, since several may write to one recipient. */
const locks = new KeyedLock();
const unverified = new UnverifiedSends();

/**
 * Posts a message when its turn has come, after what is already under way to the same recipient or
 * with the same key, says the disclosure first where it is due, and keeps the key's record straight.
 */
export async function postOnce<R extends Receipt>(
	sending: Sending,
	post: Post<R>,
): Promise<Posted<R>> {
	const { recipientId, request } = sending;
	const { disclosure } = request;
	const posted = await postInTurn(sending, post, {
		// Meta gives each account an id of its own for a person, so the id alone stands for the thread,
		// whichever way the credentials name the account.
		threadKey: `recipient:${recipientId}`,
		...(disclosure
			? { sayFirst: async (policy) => await disclose(sending, disclosure, policy) }
			: {}),
	});
	// The ledger does not keep whom a message went to.
	return 'skippedBecause' in posted ? posted : Object.assign({ recipientId }, posted);
}

/**
 * Posts something that is no message to a recipient, with the same care.
 * @param threadKey what is posted under the same one goes out one after the other
 */
export async function postOnceUnder<R extends { attempts: number }>(
	posting: Posting,
	threadKey: string,
	post: Post<R>,
): Promise<Posted<R>> {
	return await postInTurn(posting, post, { threadKey });
}

async function postInTurn<R extends { attempts: number }>(
	posting: Posting,
	post: Post<R>,
	rules: PostRules,
): Promise<Posted<R>> {
	const { context, order, request } = posting;
	const key = request.idempotencyKey;
	const lockKeys = [rules.threadKey];
	if (key) lockKeys.push(`key:${context.getWorkflow().id}:${context.getNode().id}:${key}`);
	return await order.enter(
		async () =>
			await locks.hold(
				lockKeys,
				async () => await postClaimed(posting, post, rules),
				context.getExecutionCancelSignal(),
			),
	);
}

async function postClaimed<R extends { attempts: number }>(
	posting: Posting,
	post: Post<R>,
	rules: PostRules,
): Promise<Posted<R>> {
	const { context, request } = posting;
	const key = request.idempotencyKey;
	const state: { isClaimAsked: boolean; claim?: SendClaim; isPosted: boolean } = {
		isClaimAsked: false,
		isPosted: false,
	};
	// Runs before each attempt.
	const takeClaim = async () => {
		if (state.isClaimAsked) return;
		state.isClaimAsked = true;
		state.claim = key ? await claimKey(posting, key) : await claimPlace(posting);
	};
	const postIt: Post<R> = async (policy) => {
		const beforePost = async () => {
			await policy.beforePost();
			state.isPosted = true;
		};
		return await post({ ...policy, beforePost });
	};
	const settle = async (ending: (claim: SendClaim) => Promise<boolean>, unrecorded: string) => {
		const isRecorded = !state.claim || (await ending(state.claim));
		// Without a key the user has nothing to do: this process remembers the item all the same.
		if (!isRecorded && key) hint(context, unrecorded);
	};
	try {
		const receipt = await postAfterAll(posting, postIt, takeClaim, rules);
		await settle(async (claim) => await claim.sent(forLedger(receipt)), SENT_UNRECORDED);
		return receipt;
	} catch (thrown) {
		if (thrown instanceof SentBefore) return sentBefore<R>(posting, thrown);
		// A disclosure that stopped the message leaves the message itself unsent for certain.
		const isUnsent = !state.isPosted || certainlyNotDelivered(thrown);
		if (isUnsent) await settle(async (claim) => await claim.release(), CLAIM_KEPT);
		else await settle(async (claim) => await claim.unknown(), UNKNOWN_UNRECORDED);
		throw thrown;
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

async function postAfterAll<R>(
	{ order, request, policy }: Posting,
	post: Post<R>,
	claim: () => Promise<void>,
	{ sayFirst }: PostRules,
): Promise<R> {
	const mayPost = () => {
		order.check();
		if (policy.signal?.aborted) throw cancelled();
	};
	const sendPolicy: SendPolicy = {
		...policy,
		verifiesUnknown: request.verifiesUnknown,
		unverified,
		beforePost: async () => {
			mayPost();
			await claim();
			// The claim may have waited for another process.
			mayPost();
		},
	};
	await sayFirst?.(sendPolicy);
	return await post(sendPolicy);
}

const certainlyNotDelivered = (thrown: unknown): boolean =>
	thrown instanceof Halted ||
	thrown instanceof SvaraError ||
	(thrown instanceof GraphError && thrown.delivered === 'no');

const SOON =
	'It will be as soon as the ledger answers again; if n8n stops before that, using the key again reports the outcome as unknown';
const SENT_UNRECORDED = `A message was sent, but its 'Idempotency Key' could not be recorded as used yet. ${SOON}`;
const UNKNOWN_UNRECORDED = `Nobody knows whether a message was sent, and that could not be recorded with its 'Idempotency Key' yet. ${SOON}`;
const CLAIM_KEPT = `A message was not sent, but its 'Idempotency Key' could not be given back yet. ${SOON}`;
