import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Turn } from '../../execution/runItems';
import { readText } from '../../parameters/fields';
import { postReaction } from '../../sending/postReaction';

/** Meta's name for the heart; Instagram Login takes any emoji besides. */
const DEFAULT_REACTION = 'love';

/**
 * Puts a reaction under a customer's message; a second one takes the first one's place.
 * @throws SvaraError or GraphError
 */
export async function react(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
): Promise<INodeExecutionData> {
	const readReaction = () => readText(context, itemIndex, 'reaction') || DEFAULT_REACTION;
	return await postReaction(context, itemIndex, turn, readReaction);
}
