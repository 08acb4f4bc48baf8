import { LedgerError, type Ledger } from '../../../lib/ledger';
import { ledgerOf, type LedgerContext } from '../../shared/ledger';

/** Nobody asks a ledger that does not answer again and again while customers wait. */
const ASK_AGAIN_AFTER_MS = 5_000;

let failedAtMs: number | undefined;

/**
 * Asks the ledger where this process can do without an answer for a while: `otherwise` stands in when there
 * is none. n8n's log says so once for each time that the ledger is away.
 */
export async function preferLedger<T>(
	context: LedgerContext,
	ask: (ledger: Ledger) => Promise<T>,
	otherwise: () => T | Promise<T>,
): Promise<T> {
	if (failedAtMs !== undefined && performance.now() - failedAtMs < ASK_AGAIN_AFTER_MS) {
		return await otherwise();
	}
	try {
		const answer = await ask(ledgerOf(context));
		failedAtMs = undefined;
		return answer;
	} catch (fault) {
		if (!(fault instanceof LedgerError)) throw fault;
		if (failedAtMs === undefined) {
			context.logger.warn(
				`Svara goes on without its ledger, and each process keeps to Meta's pace on its own: ${fault.message}. ${fault.fix}.`,
			);
		}
		failedAtMs = performance.now();
		return await otherwise();
	}
}
