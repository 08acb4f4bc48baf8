import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { MessageReceipt } from '../../../lib/graph';
import { toItem, type Sending } from '../execution/call';
import type { Posted } from './postInTurn';

/** The output of a message: where it went, and what became of it. */
export function sentItem<R extends MessageReceipt>(
	sending: Sending,
	posted: Posted<R>,
	more: (receipt: R) => IDataObject = () => ({}),
	binary?: INodeExecutionData['binary'],
): INodeExecutionData {
	const { platform, recipientId } = sending;
	if ('skippedBecause' in posted) {
		return toItem(sending, { platform, recipientId, status: 'skipped', ...posted }, binary);
	}
	const { messageId, attachmentId, attempts, verified } = posted;
	return toItem(
		sending,
		{
			platform,
			recipientId: posted.recipientId,
			messageId,
			status: 'sent',
			...(attachmentId ? { attachmentId } : {}),
			...more(posted),
			attempts,
			...(verified ? { verified } : {}),
		},
		binary,
	);
}
