import { hashedKey, type SendClaim } from '../../../lib/ledger';
import type { Call } from '../execution/call';
import { nodeRunOf } from '../execution/nodeRun';
import { preferLedger } from '../execution/preferLedger';
import { claimMessage } from './claimMessage';

/**
 * Longer than a process can be stopped and still go on with an execution, and short enough for an n8n whose
 * database was made anew, and which counts its executions from 1 again.
 */
const KEPT_MS = 2 * 3_600_000;

/**
 * Claims an item's place in its execution, so that no other process that comes to run the same place posts
 * its message again. This process knows by itself (`ExecutionMemory`), so it sends also while the ledger
 * is away.
 * @returns undefined where there is no place, or no ledger
 * @throws as {@link claimMessage}, but no LedgerError
 */
export async function claimPlace(call: Call): Promise<SendClaim | undefined> {
	const { context, itemIndex } = call;
	const { executionId, isTool, id } = nodeRunOf(context);
	if (!executionId || isTool) return undefined;
	const { id: workflowId = '' } = context.getWorkflow();
	const key = hashedKey('item', workflowId, executionId, id, String(itemIndex));
	const sendAgain = 'run the workflow again';
	return await preferLedger(
		context,
		async (ledger) => await claimMessage(ledger, call, { key, sendAgain, keptMs: KEPT_MS }),
		() => undefined,
	);
}
