import { GraphError, UnverifiedSends, type Receipt, type SendPolicy } from '../../../lib/graph';
import { cancelled, SvaraError } from '../../shared/failure';
import { IdempotencyKeys, type SkipReason } from './idempotencyKeys';
import { KeyedLock } from './keyedLock';
import { Halted } from '../execution/runItems';
import type { Sending } from '../execution/call';
import { disclose } from './disclose';
import { hint } from './hint';

export type Posted<R> = R | { skippedBecause: SkipReason };

/** Posts one thing, in whatever way; the policy carries everything around it. */
export type Post<R> = (policy: SendPolicy) => Promise<R>;

/** Shared by all executions of this process, since several may write to one recipient. */
const locks = new KeyedLock();
const unverified = new UnverifiedSends();

/** Not a failure: the key says that the message has gone out, or may have. */
class Skip extends Error {
	constructor(readonly reason: SkipReason) {
		super();
	}
}

/**
 * Posts a message when its turn has come, after what is already under way to the same recipient or
 * with the same key, says the disclosure first where it is due, and keeps the key's record straight.
 */
export async function postOnce<R extends Receipt>(
	sending: Sending,
	post: Post<R>,
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
					key ? await postWithKey(sending, key, post) : await postDisclosed(sending, post),
				context.getExecutionCancelSignal(),
			),
	);
}

async function postWithKey<R extends Receipt>(
	sending: Sending,
	key: string,
	post: Post<R>,
): Promise<Posted<R>> {
	const { context } = sending;
	const keys = new IdempotencyKeys(context);
	const claim = { isHeld: false, isUsed: false };
	const takeClaim = async () => {
		if (claim.isHeld) return;
		const skipReason = await keys.claim(key);
		if (skipReason) throw new Skip(skipReason);
		claim.isHeld = true;
	};
	const postIt: Post<R> = async (policy) => {
		claim.isUsed = true;
		return await post(policy);
	};
	try {
		const receipt = await postDisclosed(sending, postIt, takeClaim);
		if (!(await keys.markSent(key))) hint(context, SENT_UNRECORDED);
		return receipt;
	} catch (thrown) {
		if (thrown instanceof Skip) return { skippedBecause: thrown.reason };
		// A disclosure that stopped the message leaves the message itself unsent for certain.
		const isUnsent = !claim.isUsed || certainlyNotDelivered(thrown);
		if (claim.isHeld && isUnsent && !(await keys.release(key))) hint(context, CLAIM_KEPT);
		throw thrown;
	}
}

async function postDisclosed<R>(
	sending: Sending,
	post: Post<R>,
	claim: () => Promise<void> = async () => {},
): Promise<R> {
	const { order, request, policy } = sending;
	const sendPolicy: SendPolicy = {
		...policy,
		verifiesUnknown: request.verifiesUnknown,
		unverified,
		beforePost: async () => {
			order.check();
			if (policy.signal?.aborted) throw cancelled();
			await claim();
		},
	};
	if (request.disclosure) await disclose(sending, request.disclosure, sendPolicy);
	return await post(sendPolicy);
}

export const certainlyNotDelivered = (thrown: unknown): boolean =>
	thrown instanceof Halted ||
	thrown instanceof Skip ||
	thrown instanceof SvaraError ||
	(thrown instanceof GraphError && thrown.delivered === 'no');

const SENT_UNRECORDED =
	"A message was sent, but n8n could not record its 'Idempotency Key': using the key again reports the outcome as unknown";
const CLAIM_KEPT =
	"A message was not sent, but n8n could not give its 'Idempotency Key' back: use another key to send it";
