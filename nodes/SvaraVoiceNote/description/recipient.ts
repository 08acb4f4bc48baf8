import type { INodeProperties } from 'n8n-workflow';

/** Who gets the message, or is asked about. */
export const recipientFields: INodeProperties[] = [
	{
		displayName: 'Recipient',
		name: 'recipientId',
		type: 'resourceLocator',
		default: { mode: 'id', value: '' },
		required: true,
		displayOptions: {
			show: {
				resource: ['voiceNote', 'message', 'conversation'],
				operation: [
					'send',
					'sendText',
					'sendMedia',
					'sendSticker',
					'sharePost',
					'react',
					'unreact',
					'senderAction',
					'getWindow',
					'getProfile',
				],
			},
		},
		description:
			'The customer who wrote to your account. The ID is the one the trigger outputs as customerId; user names and phone numbers do not work.',
		modes: [
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. {{ $json.customerId }}',
			},
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchCustomers', searchable: true },
			},
		],
	},
];
