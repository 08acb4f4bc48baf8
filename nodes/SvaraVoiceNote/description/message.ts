import type { INodeProperties } from 'n8n-workflow';

const forOperations = (...operation: string[]): INodeProperties['displayOptions'] => ({
	show: { resource: ['message'], operation },
});

export const messageFields: INodeProperties[] = [
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		displayOptions: forOperations('sendText'),
		placeholder: 'e.g. Thank you, we are on it!',
		description:
			'Plain text. Up to 1,000 bytes on Instagram (about 1,000 English letters, fewer with accents or emoji) and 2,000 characters on Messenger.',
	},
	{
		displayName: 'Quick Replies',
		name: 'quickReplies',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Quick Reply',
		default: {},
		displayOptions: forOperations('sendText'),
		description: 'Buttons under the text, at most 13. Tapping one sends its title back.',
		options: [
			{
				displayName: 'Reply',
				name: 'reply',
				values: [
					{
						displayName: 'Title',
						name: 'title',
						type: 'string',
						default: '',
						placeholder: 'e.g. Yes, please',
						description: 'What the button says, at most 20 characters',
					},
					{
						displayName: 'Payload',
						name: 'payload',
						type: 'string',
						default: '',
						placeholder: 'e.g. BOOKING_YES',
						description:
							'What the trigger outputs when the button is tapped. The title when left empty.',
					},
				],
			},
		],
	},
	{
		displayName: 'Post ID',
		name: 'postId',
		type: 'string',
		default: '',
		required: true,
		displayOptions: forOperations('sharePost'),
		placeholder: 'e.g. 17912345678901234',
		description: 'ID of a post this Instagram account has published itself',
	},
	{
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '',
		required: true,
		displayOptions: forOperations('react', 'unreact'),
		placeholder: 'e.g. {{ $json.messageId }}',
		description: 'The message of the conversation that the reaction belongs to',
	},
	{
		displayName: 'Reaction',
		name: 'reaction',
		type: 'string',
		default: 'love',
		displayOptions: forOperations('react'),
		placeholder: 'e.g. love',
		description: 'Love for the heart. With Instagram login any single emoji works, too.',
	},
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
		displayOptions: forOperations('senderAction'),
		description: 'What the customer sees in the conversation, without a message',
	},
];
