import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { postShareMessage, sendMessage } from '../../../../lib/graph';
import type { Turn } from '../../execution/runItems';
import { assertCan } from '../../abilities';
import { openSending, whileTyping } from '../../execution/call';
import { messageOptions } from '../../sending/messageOptions';
import { readId } from '../../parameters/fields';
import { postOnce } from '../../sending/postOnce';
import { sentItem } from '../../sending/sentItem';

/**
 * Shares a post that the account has published itself.
 * @throws SvaraError or GraphError
 */
export async function sharePost(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
): Promise<INodeExecutionData> {
	const sending = await openSending(context, itemIndex, turn);
	const { client } = sending;
	assertCan(client.account.flavour, 'takesStickers');
	const fix = 'Enter the id of a post this account has published, as the Instagram API lists it';
	const message = postShareMessage(readId(context, itemIndex, 'postId', 'Post ID', fix));
	const posted = await whileTyping(sending, async () => {
		return await postOnce(sending, async (policy) => {
			return await sendMessage(client, message, messageOptions(sending), policy);
		});
	});
	return sentItem(sending, posted);
}
