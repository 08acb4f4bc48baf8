import { LedgerError, type Unlock } from '../../../lib/ledger';
import { cancelled, SvaraError } from '../../shared/failure';
import { ledgerOf } from '../../shared/ledger';
import type { Sending } from '../execution/call';
import { preferLedger } from '../execution/preferLedger';
import { customerKey } from './ledgerKeys';
import { unavailable } from './unavailable';

/**
 * Runs a task while no other process writes to the customer, where that matters: a disclosure that is due is
 * then said once, and no other message turns up while one is looked for. Anything else waits for nobody.
 * @throws SvaraError `temporarily_unavailable` if another had the customer for as long as the call's timeout,
 *   or if there is no ledger to keep a disclosure's promise; `cancelled` after waiting
 */
export async function aloneWithCustomer<T>(sending: Sending, task: () => Promise<T>): Promise<T> {
	const { disclosure, verifiesUnknown } = sending.request;
	if (!disclosure && !verifiesUnknown) return await task();
	const unlock = await lock(sending);
	try {
		return await task();
	} finally {
		await unlock();
	}
}

const NOTHING_TO_UNLOCK: Unlock = async () => true;

async function lock(sending: Sending): Promise<Unlock> {
	const { context, timeoutMs, ending, request } = sending;
	const key = customerKey('lock', sending);
	const patience = AbortSignal.any([AbortSignal.timeout(timeoutMs), ending]);
	const unlock = request.disclosure
		? await ledgerOrRefuse(async () => await ledgerOf(context).locks.take(key, patience))
		: await preferLedger<Unlock | undefined>(
				context,
				async ({ locks }) => await locks.take(key, patience),
				() => NOTHING_TO_UNLOCK,
			);
	if (unlock) return unlock;
	throw ending.aborted ? cancelled() : STILL_WRITING;
}

async function ledgerOrRefuse<T>(ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (fault) {
		throw fault instanceof LedgerError ? unavailable(fault, 'Disclosure') : fault;
	}
}

const STILL_WRITING = new SvaraError(
	'temporarily_unavailable',
	'Another process was still writing to this customer when the time was over, so nothing was sent',
	"Run the item again, or raise the option 'Timeout'",
);
