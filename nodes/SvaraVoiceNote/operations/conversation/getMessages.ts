import type { IDataObject } from 'n8n-workflow';

import { listMessages, type ConversationMessage } from '../../../../lib/graph';
import { toItem } from '../../execution/call';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { readText } from '../../parameters/item';
import { limit, readLimit, returnAll } from '../../parameters/listLimit';
import { chosen } from '../../parameters/values';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** As many as Meta shows the content of. */
const DEFAULT_LIMIT = 20;

/** What was said with one person: one output item a message. */
export const getMessages: Operation = {
	value: 'getMessages',
	name: 'Get Messages',
	description: 'Get the last messages with a customer, for example as the memory of an AI agent',
	action: 'Get messages',
	needs: 'recipient',
	reachesCustomers: false,
	availability: EVERYWHERE,
	fields: [
		returnAll,
		{
			...limit,
			default: DEFAULT_LIMIT,
			description:
				'Max number of results to return. Meta shows the content of the last 20 messages; of older ones only ID and time.',
		},
		{
			displayName: 'Order',
			name: 'order',
			type: 'options',
			options: [
				{
					name: 'Newest First',
					value: 'newestFirst',
					description: 'The last message comes first',
				},
				{
					name: 'Oldest First',
					value: 'oldestFirst',
					description: 'As a conversation is read, and as models expect it',
				},
			],
			default: 'newestFirst',
			description: 'How the messages are sorted. They are the last ones either way.',
		},
	],
	options: CALL_OPTIONS,

	async execute(call) {
		const { client, platform, recipientId, policy } = call;
		const wanted = readLimit(call, DEFAULT_LIMIT);
		const order = chosen(readText(call, 'order'), 'Order', ['newestFirst', 'oldestFirst']);
		const messages = await listMessages(client, recipientId, wanted, policy);
		if (order === 'oldestFirst') messages.reverse();
		return messages.map((message) =>
			toItem(call, { platform, customerId: recipientId, ...describe(message, recipientId) }),
		);
	},
};

/** Meta's Conversations API names the account as the sender, and not the app or person that wrote. */
function describe(message: ConversationMessage, customerId: string): IDataObject {
	const { id, fromId, createdAt, text, attachments, isHidden } = message;
	const isCustomer = fromId === customerId;
	return {
		messageId: id,
		...(fromId === undefined
			? {}
			: {
					direction: isCustomer ? 'inbound' : 'outbound',
					role: isCustomer ? 'user' : 'assistant',
				}),
		...(createdAt ? { timestamp: createdAt.toISOString() } : {}),
		...(text === undefined ? {} : { text }),
		...(attachments.length === 0 ? {} : { attachments: attachments.map((each) => ({ ...each })) }),
		...(isHidden ? { isHidden } : {}),
	};
}
