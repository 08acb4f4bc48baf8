import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { sendSenderAction } from '../../../../lib/graph';
import type { Turn } from '../../execution/runItems';
import { openSending, toItem } from '../../execution/call';
import { readText } from '../../parameters/fields';
import { chosen } from '../../parameters/options';

/**
 * Shows or hides "typing…", or marks the conversation as seen. Does no harm when repeated.
 * @throws SvaraError or GraphError
 */
export async function senderAction(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
): Promise<INodeExecutionData> {
	const sending = await openSending(context, itemIndex, turn, { takesTag: false });
	const { client, platform, recipientId, policy } = sending;
	const action = chosen(readText(context, itemIndex, 'action'), 'Action', [
		'typing_on',
		'typing_off',
		'mark_seen',
	]);
	const { attempts } = await turn.enter(async () => {
		return await sendSenderAction(client, recipientId, action, policy);
	});
	return toItem(sending, { platform, recipientId, action, status: 'sent', attempts });
}
