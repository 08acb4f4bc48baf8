import { sendSenderAction } from '../../../../lib/graph';
import { toItem } from '../../execution/call';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { readText } from '../../parameters/item';
import { windowClosesAt } from '../../parameters/sendOptions';
import { chosen } from '../../parameters/values';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** Shows or hides "typing…", or marks the conversation as seen. Does no harm when repeated. */
export const senderAction: Operation = {
	value: 'senderAction',
	name: 'Show Typing or Mark as Seen',
	description:
		'Show the customer that you are typing or have seen the message, without sending one',
	action: 'Show typing or mark as seen',
	needs: 'message',
	reachesCustomers: false,
	availability: EVERYWHERE,
	fields: [
		{
			displayName: 'Action',
			name: 'action',
			type: 'options',
			options: [
				{ name: 'Hide Typing', value: 'typing_off' },
				{ name: 'Mark as Seen', value: 'mark_seen' },
				{ name: 'Show Typing', value: 'typing_on' },
			],
			default: 'typing_on',
			description: 'What the customer sees in the conversation, without a message',
		},
	],
	options: [...CALL_OPTIONS, windowClosesAt],

	async execute(sending) {
		const { client, platform, recipientId, policy, order } = sending;
		const action = chosen(readText(sending, 'action'), 'Action', [
			'typing_on',
			'typing_off',
			'mark_seen',
		]);
		const { attempts } = await order.enter(async () => {
			return await sendSenderAction(client, recipientId, action, policy);
		});
		return toItem(sending, { platform, recipientId, action, status: 'sent', attempts });
	},
};
