import type { INodeExecutionData } from 'n8n-workflow';

import { contentOf, sendMessage, type GraphObject, type SendPolicy } from '../../../lib/graph';
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
		const post = async (policy: SendPolicy) =>
			await sendMessage(sending.client, message, messageOptions(sending), policy);
		return await postOnce(sending, post, contentOf(message));
	});
	return sentItem(sending, posted);
}
