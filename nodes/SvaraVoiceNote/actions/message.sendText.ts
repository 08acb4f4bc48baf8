import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import {
	MESSAGE_LIMITS,
	sendMessage,
	textLength,
	textMessage,
	type Platform,
} from '../../../lib/graph';
import type { Turn } from '../../shared/runItems';
import { toText } from '../../shared/toText';
import { openSending, whileTyping } from '../call';
import { messageOptions } from '../messageOptions';
import { invalid } from '../parameters/options';
import { readQuickReplies } from '../parameters/quickReplies';
import { postOnce } from '../postOnce';
import { sentItem } from '../sentItem';

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
	const text = toText(context.getNodeParameter('text', itemIndex, ''));
	assertFits(text, "'Text'", sending.platform);
	const message = textMessage(text, readQuickReplies(context, itemIndex));
	const posted = await whileTyping(sending, async () => {
		return await postOnce(sending, async (policy) => {
			return await sendMessage(sending.client, message, messageOptions(sending), policy);
		});
	});
	return sentItem(sending, posted);
}

function assertFits(text: string, field: string, platform: Platform): void {
	if (text === '') throw invalid(`${field} is empty`, 'Enter the text to send');
	const { max, unit } = MESSAGE_LIMITS[platform].text;
	const length = textLength(text, unit);
	if (length <= max) return;
	throw invalid(
		`${field} has ${length} ${unit}; at most ${max} fit into one message`,
		unit === 'bytes'
			? 'Shorten it or send it in parts. Letters with accents take two bytes, other scripts and emoji three or four'
			: 'Shorten it or send it in parts',
	);
}
