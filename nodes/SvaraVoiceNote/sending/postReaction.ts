import type { INodeExecutionData } from 'n8n-workflow';

import { sendReaction } from '../../../lib/graph';
import { toItem, type Sending } from '../execution/call';
import { postOnce } from './postOnce';

/**
 * Puts a reaction under a message of the conversation, or takes it back.
 * @param reaction undefined where the account's own is taken back
 * @throws SvaraError or GraphError
 */
export async function postReaction(
	sending: Sending,
	messageId: string,
	reaction?: string,
): Promise<INodeExecutionData> {
	const { client, platform, recipientId } = sending;
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
