import type { INodeProperties } from 'n8n-workflow';

/** Who gets the message. */
export const recipientField: INodeProperties = {
	displayName: 'Recipient',
	name: 'recipientId',
	type: 'resourceLocator',
	default: { mode: 'id', value: '' },
	required: true,
	displayOptions: { show: { resource: ['voiceNote'], operation: ['send'] } },
	description:
		'The customer who wrote to your account. The ID is the one the trigger outputs as customerId; user names and phone numbers do not work.',
	modes: [
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. {{ $json.customerId }}',
		},
	],
};
