import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { sendReaction } from '../../../lib/graph';
import type { Turn } from '../execution/runItems';
import { assertCanReact } from '../abilities';
import { openSending, toItem } from '../execution/call';
import { readId } from '../parameters/fields';
import { postOnce } from './postOnce';

/**
 * Puts a reaction under a message of the conversation, or takes it back.
 * @param readReaction undefined where there is none to read
 * @throws SvaraError or GraphError
 */
export async function postReaction(
	context: IExecuteFunctions,
	itemIndex: number,
	turn: Turn,
	readReaction?: () => string,
): Promise<INodeExecutionData> {
	const sending = await openSending(context, itemIndex, turn, { takesTag: false });
	const { client, platform, recipientId } = sending;
	const fix = 'Map messageId from the trigger, for example {{ $json.messageId }}';
	const messageId = readId(context, itemIndex, 'messageId', 'Message ID', fix);
	const reaction = readReaction?.();
	assertCanReact(client.account.flavour, reaction);
	const posted = await postOnce(sending, async (policy) => {
		return await sendReaction(client, recipientId, messageId, reaction, policy);
	});
	return toItem(sending, {
		platform,
		recipientId,
		messageId,
		...(reaction === undefined ? {} : { reaction }),
		...('skippedBecause' in posted
			? { status: 'skipped', ...posted }
			: { status: 'sent', attempts: posted.attempts }),
	});
}
