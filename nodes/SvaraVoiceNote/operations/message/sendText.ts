import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { sendMessage, textMessage } from '../../../../lib/graph';
import type { Turn } from '../../execution/runItems';
import { openSending, whileTyping } from '../../execution/call';
import { messageOptions } from '../../sending/messageOptions';
import { assertFits } from '../../parameters/messageText';
import { invalid, singleText } from '../../parameters/options';
import { readQuickReplies } from '../../parameters/quickReplies';
import { postOnce } from '../../sending/postOnce';
import { sentItem } from '../../sending/sentItem';

/**
 * Sends a text, with buttons to answer by if wanted.
 * @throws SvaraError or GraphError
 */
export async function sendText(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
): Promise<INodeExecutionData> {
	const sending = await openSending(context, itemIndex, turn);
	const text = singleText(context.getNodeParameter('text', itemIndex, ''), 'Text');
	if (text === '') throw invalid("'Text' is empty", 'Enter the text to send');
	assertFits(text, 'Text', sending.platform);
	const message = textMessage(text, readQuickReplies(context, itemIndex));
	const posted = await whileTyping(sending, async () => {
		return await postOnce(sending, async (policy) => {
			return await sendMessage(sending.client, message, messageOptions(sending), policy);
		});
	});
	return sentItem(sending, posted);
}
