import { findEarlier, type MessageContent } from '../../../lib/graph';
import { LedgerError, type Ledger, type SendClaim } from '../../../lib/ledger';
import { cancelled } from '../../shared/failure';
import type { Sending } from '../execution/call';
import { customerKey } from './ledgerKeys';
import { otherSends } from './otherSends';

/** What is older is not looked up: its conversation has gone on, and its messages are not known by id. */
const FINDABLE_FOR_MS = 24 * 3_600_000;

export interface EarlierPost {
	/** Stands for the message; see `hashedKey`. */
	key: string;
	content: MessageContent;
	/** Taken over from whoever may have posted it. */
	claim: SendClaim;
	postedAtMs: number;
}

/**
 * Settles a message that was left by a process that is gone, or unknown by an earlier run: looks it up in the
 * conversation, and writes down what it finds.
 * @returns its id if it arrived; `absent` if it certainly did not, and the claim is for a new one;
 *   `unclear` where the claim is as before
 * @throws SvaraError `cancelled`
 */
export async function settleEarlier(
	{ doubts }: Ledger,
	sending: Sending,
	earlier: EarlierPost,
): Promise<{ messageId: string } | 'absent' | 'unclear'> {
	const { key, claim } = earlier;
	const customer = customerKey('doubt', sending);
	try {
		// Texts tell themselves apart; of two notes either may be the one that arrived.
		const isOneOfMany = earlier.content.kind !== 'text' && (await doubts.hasOthers(customer, key));
		await doubts.note(customer, key);
		const found = isOneOfMany ? 'unclear' : await find(sending, earlier);
		if (found === 'unclear' || (found === 'absent' && !(await claim.startOver()))) {
			await claim.release();
			if (sending.ending.aborted) throw cancelled();
			return 'unclear';
		}
		if (found !== 'absent') await claim.sent({ ...found, attempts: 1, verified: true });
		await doubts.settle(customer, key).catch(() => {});
		return found;
	} catch (fault) {
		if (!(fault instanceof LedgerError)) throw fault;
		await claim.release();
		return 'unclear';
	}
}

async function find(
	sending: Sending,
	{ content, postedAtMs }: EarlierPost,
): Promise<{ messageId: string } | 'absent' | 'unclear'> {
	if (Date.now() - postedAtMs > FINDABLE_FOR_MS) return 'unclear';
	const { client, recipientId, policy } = sending;
	const others = otherSends(sending);
	return await findEarlier(client, recipientId, content, postedAtMs, { ...policy, others });
}
