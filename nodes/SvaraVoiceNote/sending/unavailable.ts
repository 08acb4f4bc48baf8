import type { LedgerError } from '../../../lib/ledger';
import { SvaraError } from '../../shared/failure';

/**
 * What an option promises cannot be kept while the ledger is away, so nothing is sent.
 * @param option its name in the editor
 */
export const unavailable = ({ message, fix }: LedgerError, option: string): SvaraError =>
	new SvaraError(
		'temporarily_unavailable',
		`Nothing was sent, because '${option}' could not be looked up: ${message}`,
		`${fix}, then run the item again; or remove the option '${option}'`,
	);
