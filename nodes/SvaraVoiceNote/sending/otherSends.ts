import type { OtherSends } from '../../../lib/graph';
import { LedgerError, type Ledger } from '../../../lib/ledger';
import { ledgerOf } from '../../shared/ledger';
import type { Sending } from '../execution/call';
import { customerKey, messageKey } from './ledgerKeys';

/** Long after this, Meta shows what it has taken, or never will. */
const MAY_TURN_UP_FOR_MS = 10 * 60_000;

/** Stands for messages that have no key of their own: each may be another. */
const NAMELESS = 'nameless';

/** When a doubt could not be written down: until it is over, everybody's messages count as in doubt. */
let unnotedAtMs = -Infinity;

/** What all processes know of other messages to this item's customer. */
export function otherSends(sending: Sending): OtherSends {
	const { context } = sending;
	const customer = customerKey('doubt', sending);
	const message = messageKey(sending);
	const ask = async <T>(question: (ledger: Ledger) => Promise<T>, otherwise: () => T) => {
		try {
			return await question(ledgerOf(context));
		} catch (fault) {
			if (fault instanceof LedgerError) return otherwise();
			throw fault;
		}
	};
	return {
		async mayTurnUp() {
			if (performance.now() - unnotedAtMs < MAY_TURN_UP_FOR_MS) return true;
			return await ask(
				async ({ doubts }) => await doubts.hasOthers(customer, message ?? '', MAY_TURN_UP_FOR_MS),
				// Nobody knows, so nothing is looked up.
				() => true,
			);
		},
		async noteUnknown() {
			await ask(
				async ({ doubts }) => await doubts.note(customer, message ?? NAMELESS),
				() => void (unnotedAtMs = performance.now()),
			);
		},
		isAnother: async (messageId) => await ledgerOf(context).sends.isKnown(messageId),
	};
}
