import type { SendClaim } from '../../../lib/ledger';
import type { Posting } from '../execution/call';
import { preferLedger } from '../execution/preferLedger';
import { claimMessage, type SettleEarlier } from './claimMessage';
import { messageKey } from './ledgerKeys';

/**
 * Longer than a process can be stopped and still go on with an execution, and short enough for an n8n whose
 * database was made anew, and which counts its executions from 1 again.
 */
const KEPT_MS = 2 * 3_600_000;

const SEND_AGAIN = 'run the workflow again';

/**
 * Claims an item's place in its execution, so that no other process that comes to run the same place posts
 * its message again. This process knows by itself (`ExecutionMemory`), so it sends also while the ledger
 * is away.
 * @returns undefined where there is no place, or no ledger
 * @throws as {@link claimMessage}, but no LedgerError
 */
export async function claimPlace(
	posting: Posting,
	settleEarlier?: SettleEarlier,
): Promise<SendClaim | undefined> {
	const key = messageKey(posting);
	if (key === undefined) return undefined;
	const request = { key, sendAgain: SEND_AGAIN, keptMs: KEPT_MS, settleEarlier };
	return await preferLedger(
		posting.context,
		async (ledger) => await claimMessage(ledger, posting, request),
		() => undefined,
	);
}
