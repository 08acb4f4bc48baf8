import { LedgerError, type SendClaim } from '../../../lib/ledger';
import { SvaraError } from '../../shared/failure';
import { ledgerOf } from '../../shared/ledger';
import type { Posting } from '../execution/call';
import { claimMessage, SentBefore, unknownBefore, type SettleEarlier } from './claimMessage';
import { takeFormerKey } from './formerKeys';
import { messageKey } from './ledgerKeys';
import { unavailable } from './unavailable';

const SEND_AGAIN = "run the item again with another 'Idempotency Key'";

/**
 * Claims the key that the user has given the message: once over all executions of the node.
 * @throws as {@link claimMessage}; without the ledger SvaraError: then nothing may be sent
 */
export async function claimKey(
	posting: Posting,
	userKey: string,
	settleEarlier?: SettleEarlier,
): Promise<SendClaim> {
	const request = { key: messageKey(posting) ?? '', sendAgain: SEND_AGAIN, settleEarlier };
	try {
		const claim = await claimMessage(ledgerOf(posting.context), posting, request);
		await honourFormerKey(posting, userKey, claim);
		return claim;
	} catch (thrown) {
		throw thrown instanceof LedgerError ? unavailable(thrown, 'Idempotency Key') : thrown;
	}
}

/** Hands what 0.1 knew of the key on to the ledger. */
async function honourFormerKey(
	{ context }: Posting,
	userKey: string,
	claim: SendClaim,
): Promise<void> {
	const outcome = await takeFormerKey(context, userKey).catch(async () => {
		await claim.release();
		throw new SvaraError(
			'temporarily_unavailable',
			"n8n could not look up whether the 'Idempotency Key' was used before, so nothing was sent",
			"Check that n8n's database is reachable, then run the item again; or remove the option 'Idempotency Key'",
		);
	});
	if (outcome === 'sent') {
		await claim.sent({});
		throw new SentBefore({});
	}
	if (outcome === 'unknown') {
		await claim.unknown(0);
		throw unknownBefore(SEND_AGAIN);
	}
}
