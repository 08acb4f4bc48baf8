import type { Logger } from 'n8n-workflow';

import { Ledger } from '../../lib/ledger';
import { readLedgerSettings } from './ledgerSettings';

/** What every context of n8n has. */
export interface LedgerContext {
	logger: Logger;
}

let ledger: Ledger | undefined;

/**
 * This process's ledger, made at the first use: nothing may fail while n8n loads the package.
 * @throws LedgerError for a setting that cannot be right
 */
export function ledgerOf({ logger }: LedgerContext): Ledger {
	if (ledger) return ledger;
	const settings = readLedgerSettings(process.env);
	if (settings.store === 'memory' && !/^memory$/i.test(process.env.SVARA_LEDGER ?? '')) {
		logger.warn(MEMORY_ONLY);
	}
	ledger = new Ledger(settings);
	return ledger;
}

const MEMORY_ONLY =
	'Svara remembers what it has sent and received in the memory of this process only, until n8n restarts: this Node has no SQLite. Run n8n on Node 22.16 or later, or set SVARA_REDIS_URL. SVARA_LEDGER=memory silences this.';

/** For tests, which open n8n more than once in a process. */
export async function closeLedger(): Promise<void> {
	const open = ledger;
	ledger = undefined;
	await open?.close();
}
