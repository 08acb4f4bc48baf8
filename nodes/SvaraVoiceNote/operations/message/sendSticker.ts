import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { sendMessage, stickerMessage } from '../../../../lib/graph';
import type { Turn } from '../../execution/runItems';
import { assertCan } from '../../abilities';
import { openSending, whileTyping } from '../../execution/call';
import { messageOptions } from '../../sending/messageOptions';
import { postOnce } from '../../sending/postOnce';
import { sentItem } from '../../sending/sentItem';

/**
 * Sends the heart, Instagram's one sticker.
 * @throws SvaraError or GraphError
 */
export async function sendSticker(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
): Promise<INodeExecutionData> {
	const sending = await openSending(context, itemIndex, turn);
	const { client } = sending;
	assertCan(client.account.flavour, 'takesStickers');
	const posted = await whileTyping(sending, async () => {
		return await postOnce(sending, async (policy) => {
			return await sendMessage(client, stickerMessage(), messageOptions(sending), policy);
		});
	});
	return sentItem(sending, posted);
}
