import type { Ledger, Receipt, SendClaim } from '../../../lib/ledger';
import { cancelled, Recalled, SvaraError } from '../../shared/failure';
import type { Posting } from '../execution/call';
import type { EarlierPost } from './settleEarlier';

/** Not a failure: the ledger says that the message has gone out. */
export class SentBefore extends Error {
	constructor(readonly receipt: Receipt) {
		super();
	}
}

/** Finds out what became of a message that was left behind. */
export type SettleEarlier = (
	ledger: Ledger,
	earlier: Omit<EarlierPost, 'content'>,
) => Promise<{ messageId: string } | 'absent' | 'unclear'>;

export interface ClaimRequest {
	/** Stands for the message; see `hashedKey`. */
	key: string;
	/** What to do if the message turns out not to be in the conversation. */
	sendAgain: string;
	keptMs?: number;
	/** Absent where what an earlier attempt has left stays unknown. */
	settleEarlier?: SettleEarlier | undefined;
}

/**
 * Claims a message in the ledger right before it is posted. Waits as long as the call's timeout for another
 * process that is at it. Where the user wants unknown outcomes verified, one that was left is looked up:
 * if it certainly did not arrive, it may be sent again.
 * @throws SentBefore; Recalled for a message that nobody knows the outcome of; SvaraError
 *   `temporarily_unavailable` or `cancelled` after waiting; LedgerError
 */
export async function claimMessage(
	ledger: Ledger,
	{ timeoutMs, ending }: Posting,
	{ key, sendAgain, keptMs, settleEarlier }: ClaimRequest,
): Promise<SendClaim> {
	const patience = AbortSignal.any([AbortSignal.timeout(timeoutMs), ending]);
	const takesOver = settleEarlier !== undefined;
	const result = await ledger.sends.claim(key, patience, { keptMs, takesOver });
	switch (result.state) {
		case 'claimed': {
			const { claim, postedAtMs } = result;
			if (!settleEarlier || postedAtMs === undefined) return claim;
			const found = await settleEarlier(ledger, { key, claim, postedAtMs });
			if (found === 'absent') return claim;
			if (found === 'unclear') throw unknownBefore(sendAgain, postedAtMs);
			throw new SentBefore({ ...found, attempts: 1, verified: true });
		}
		case 'sent':
			throw new SentBefore(result.receipt);
		case 'unknown':
			throw unknownBefore(sendAgain, result.sinceMs);
		case 'busy':
			throw ending.aborted ? cancelled() : STILL_BUSY;
	}
}

/** @param sinceMs when it was posted; 0 where nobody knows */
export const unknownBefore = (sendAgain: string, sinceMs = 0): Recalled =>
	new Recalled({
		code: 'unknown_outcome',
		message: `This message was posted before${sinceMs ? ` (${new Date(sinceMs).toISOString()})` : ''}, and nobody knows whether it was delivered`,
		fix: `Look into the conversation. If the message is not there, ${sendAgain}`,
		delivered: 'unknown',
		attempts: 0,
		meta: {},
	});

const STILL_BUSY = new SvaraError(
	'temporarily_unavailable',
	'Another execution was still sending this message when the time was over, so it was not sent again',
	"Run the item again to learn what became of it, or raise the option 'Timeout'",
);
