import { CALL_OPTIONS } from '../../parameters/callOptions';
import { messageId, readMessageId } from '../../parameters/messageId';
import { idempotencyKey, windowClosesAt } from '../../parameters/sendOptions';
import { postReaction } from '../../sending/postReaction';
import { onInstagramOnly } from '../availability';
import type { Operation } from '../operation';

/** Takes this account's reaction back. */
export const unreact: Operation = {
	value: 'unreact',
	name: 'Unreact',
	description: 'Take a reaction back',
	action: 'Remove reaction from message',
	needs: 'message',
	reachesCustomers: true,
	availability: onInstagramOnly('reactions'),
	fields: [messageId],
	options: [...CALL_OPTIONS, idempotencyKey, windowClosesAt],

	async execute(sending) {
		return await postReaction(sending, readMessageId(sending));
	},
};
