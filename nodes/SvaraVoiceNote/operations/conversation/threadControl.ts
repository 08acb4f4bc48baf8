import { controlThread } from '../../../../lib/graph';
import { toId } from '../../../shared/ids';
import { toItem } from '../../execution/call';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { readText, readValue } from '../../parameters/item';
import { chosen, singleText } from '../../parameters/values';
import type { Operation } from '../operation';

/**
 * Who answers a conversation: this app, another one, or a person at Meta's inbox. Meta documents the calls
 * for Pages only.
 */
export const threadControl: Operation = {
	value: 'threadControl',
	name: 'Control Thread',
	description: 'Hand a conversation to a person or another app, or take it back',
	action: 'Control thread',
	needs: 'recipient',
	reachesCustomers: false,
	availability: {
		instagramLogin: {
			what: 'Instagram Login cannot hand conversations over; Meta documents it for Pages only',
			fix: "Use a credential with the login type Facebook, or set the default app in the account's settings under 'Conversation routing'",
		},
		instagramPage: true,
		messenger: true,
	},
	fields: [
		{
			displayName: 'Thread Action',
			name: 'threadAction',
			type: 'options',
			options: [
				{
					name: 'Pass',
					value: 'pass',
					description: 'Hand the conversation to another app or to a person at the inbox',
				},
				{
					name: 'Release',
					value: 'release',
					description: 'Let go of the conversation; the default app gets the next message',
				},
				{
					name: 'Request',
					value: 'request',
					description: 'Ask the app that has the conversation to pass it to this one',
				},
				{
					name: 'Take',
					value: 'take',
					description: 'Take the conversation from the app that has it',
				},
			],
			default: 'pass',
			description: 'What to do with the conversation',
		},
		{
			displayName: 'Target App ID',
			name: 'targetAppId',
			type: 'string',
			default: '',
			displayOptions: { show: { threadAction: ['pass'] } },
			placeholder: 'e.g. 263902037430900',
			description:
				'ID of the Meta app that gets the conversation. For a person it is 263902037430900 (inbox of the Page) or 1217981644879628 (inbox of Instagram). The default app when left empty.',
		},
		{
			displayName: 'Metadata',
			name: 'metadata',
			type: 'string',
			default: '',
			placeholder: 'e.g. Asked for a refund',
			description: 'A text for the other app, which gets it with the event',
		},
	],
	options: CALL_OPTIONS,

	async execute(call) {
		const { client, platform, recipientId, policy } = call;
		const threadAction = chosen(readText(call, 'threadAction'), 'Thread Action', [
			'pass',
			'take',
			'request',
			'release',
		]);
		const targetAppId =
			threadAction === 'pass' ? toId(readValue(call, 'targetAppId'), 'Target App ID') : '';
		const metadata = singleText(readValue(call, 'metadata'), 'Metadata');
		const control = { action: threadAction, targetAppId, metadata };
		await controlThread(client, recipientId, control, policy);
		return toItem(call, {
			platform,
			recipientId,
			threadAction,
			...(targetAppId ? { targetAppId } : {}),
			success: true,
		});
	},
};
