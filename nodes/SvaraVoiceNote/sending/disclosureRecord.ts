import { hashedKey, LedgerError, type Mark } from '../../../lib/ledger';
import { ledgerOf } from '../../shared/ledger';
import type { Sending } from '../execution/call';
import { unavailable } from './unavailable';

const HOUR_MS = 3_600_000;

/** As long as the longest lapse: 'Repeat Disclosure After' goes up to a year. */
const KEPT_MS = 366 * 24 * HOUR_MS;

/** Machines' clocks differ by less; a mark further ahead was made before a clock was set back. */
const CLOCK_SKEW_MS = 60_000;

/**
 * When the recipient was told last, by any node of the workflow. Meta gives each account an id of its own
 * for a person, so the id stands for the account, too.
 * @throws SvaraError if the ledger does not answer: then nothing may be sent
 */
export async function readDisclosure({ context, recipientId }: Sending): Promise<Mark> {
	const key = hashedKey('said', context.getWorkflow().id ?? '', recipientId);
	try {
		return await ledgerOf(context).marks.read(key, KEPT_MS);
	} catch (fault) {
		if (fault instanceof LedgerError) throw unavailable(fault, 'Disclosure');
		throw fault;
	}
}

/** Whether it has to be said (again). */
export function isDue({ doneAtMs }: Mark, lapseHours: number, nowMs = Date.now()): boolean {
	if (doneAtMs === undefined || doneAtMs > nowMs + CLOCK_SKEW_MS) return true;
	return nowMs - doneAtMs >= lapseHours * HOUR_MS;
}
