import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readProfile } from '../../../../lib/graph';
import { openRecipientCall, toItem } from '../../execution/call';

/**
 * Name and picture of a customer, as Meta answers them.
 * @throws SvaraError or GraphError
 */
export async function getProfile(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const call = await openRecipientCall(context, itemIndex);
	const { client, platform, recipientId, policy } = call;
	const profile = (await readProfile(client, recipientId, policy)) as IDataObject;
	return toItem(call, { platform, recipientId, ...profile });
}
