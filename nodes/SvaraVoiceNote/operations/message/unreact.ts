import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Turn } from '../../execution/runItems';
import { postReaction } from '../../sending/postReaction';

/**
 * Takes this account's reaction back.
 * @throws SvaraError or GraphError
 */
export async function unreact(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
): Promise<INodeExecutionData> {
	return await postReaction(context, itemIndex, turn);
}
