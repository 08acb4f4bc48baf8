import type { INodeExecutionData } from 'n8n-workflow';

import { sendMessage, type GraphObject } from '../../../lib/graph';
import type { Sending } from '../execution/call';
import { messageOptions } from './messageOptions';
import { postOnce } from './postOnce';
import { sentItem } from './sentItem';
import { whileTyping } from './whileTyping';

/**
 * Posts a message that needs no file, once.
 * @throws SvaraError or GraphError
 */
export async function postMessage(
	sending: Sending,
	message: GraphObject,
): Promise<INodeExecutionData> {
	const posted = await whileTyping(sending, async () => {
		return await postOnce(sending, async (policy) => {
			return await sendMessage(sending.client, message, messageOptions(sending), policy);
		});
	});
	return sentItem(sending, posted);
}
