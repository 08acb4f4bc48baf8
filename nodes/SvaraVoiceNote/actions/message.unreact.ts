import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Turn } from '../../shared/runItems';
import { postReaction } from '../postReaction';

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
