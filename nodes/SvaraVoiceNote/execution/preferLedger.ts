import { LedgerError, type Ledger } from '../../../lib/ledger';
import { ledgerOf, type LedgerContext } from '../../shared/ledger';

/** After a failure the ledger is left alone for this long, so that items do not each wait for its time-out. */
const ASK_AGAIN_AFTER_MS = 5_000;

/** The ledger that did not answer, and when; without one where its settings are wrong. */
let away: { ledger: Ledger | undefined; sinceMs: number } | undefined;

/**
 * Asks the ledger where this process can do without an answer for a while: `otherwise` stands in when there
 * is none. n8n's log says so once for each time that the ledger is away.
 */
export async function preferLedger<T>(
	context: LedgerContext,
	ask: (ledger: Ledger) => Promise<T>,
	otherwise: () => T | Promise<T>,
): Promise<T> {
	let ledger: Ledger | undefined;
	try {
		ledger = ledgerOf(context);
		if (isAway(ledger)) return await otherwise();
		const answer = await ask(ledger);
		away = undefined;
		return answer;
	} catch (fault) {
		if (!(fault instanceof LedgerError)) throw fault;
		if (!away || away.ledger !== ledger) {
			context.logger.warn(
				`Svara goes on without its ledger, and each process keeps to Meta's pace on its own: ${fault.message}. ${fault.fix}.`,
			);
		}
		away = { ledger, sinceMs: performance.now() };
		return await otherwise();
	}
}

const isAway = (ledger: Ledger): boolean =>
	away?.ledger === ledger && performance.now() - away.sinceMs < ASK_AGAIN_AFTER_MS;
