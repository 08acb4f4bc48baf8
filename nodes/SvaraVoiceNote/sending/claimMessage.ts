import type { Ledger, Receipt, SendClaim } from '../../../lib/ledger';
import { cancelled, Recalled, SvaraError } from '../../shared/failure';
import type { Call } from '../execution/call';

/** Not a failure: the ledger says that the message has gone out. */
export class SentBefore extends Error {
	constructor(readonly receipt: Receipt) {
		super();
	}
}

export interface ClaimRequest {
	/** Stands for the message; see `hashedKey`. */
	key: string;
	/** What to do if the message turns out not to be in the conversation. */
	sendAgain: string;
	keptMs?: number;
}

/**
 * Claims a message in the ledger right before it is posted. Waits as long as the call's timeout for another
 * process that is at it.
 * @throws SentBefore; Recalled for a message that nobody knows the outcome of; SvaraError
 *   `temporarily_unavailable` or `cancelled` after waiting; LedgerError
 */
export async function claimMessage(
	{ sends }: Ledger,
	{ timeoutMs, policy: { signal } }: Call,
	{ key, sendAgain, keptMs }: ClaimRequest,
): Promise<SendClaim> {
	const patience = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
	const result = await sends.claim(key, AbortSignal.any(patience), keptMs);
	switch (result.state) {
		case 'claimed':
			return result.claim;
		case 'sent':
			throw new SentBefore(result.receipt);
		case 'unknown':
			throw unknownBefore(sendAgain, new Date(result.sinceMs));
		case 'busy':
			throw signal?.aborted ? cancelled() : STILL_BUSY;
	}
}

/** @param since when it was posted, as far as that is known */
export const unknownBefore = (sendAgain: string, since?: Date): Recalled =>
	new Recalled({
		code: 'unknown_outcome',
		message: `This message was posted before${since ? ` (${since.toISOString()})` : ''}, and nobody knows whether it was delivered`,
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
