import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readWindow } from '../../../../lib/graph';
import { openRecipientCall, toItem } from '../../execution/call';

/**
 * Whether the customer may be answered now, as far as the conversation shows it.
 * @throws SvaraError or GraphError
 */
export async function getWindow(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const call = await openRecipientCall(context, itemIndex);
	const { client, platform, recipientId, policy } = call;
	const window = await readWindow(client, recipientId, policy);
	return toItem(call, { platform, recipientId, ...window });
}
