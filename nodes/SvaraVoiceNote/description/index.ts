import type { INodeProperties } from 'n8n-workflow';

import { audioSourceFields } from './audioSource';
import { optionFields } from './options';
import { recipientField } from './recipient';

const platformField: INodeProperties = {
	displayName: 'Platform',
	name: 'platform',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Instagram', value: 'instagram' },
		{ name: 'Messenger', value: 'messenger' },
	],
	default: 'instagram',
};

const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [{ name: 'Voice Note', value: 'voiceNote' }],
	default: 'voiceNote',
};

const voiceNoteOperations: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['voiceNote'] } },
	options: [
		{
			name: 'Convert',
			value: 'convert',
			description: 'Turn any audio into one that Instagram and Messenger play, without sending it',
			action: 'Convert voice note',
		},
		{
			name: 'Send',
			value: 'send',
			description: 'Send an audio file as a voice message, converted where needed',
			action: 'Send voice note',
		},
	],
	default: 'send',
};

/** Everything a user sees in the node, in reading order. */
export const properties: INodeProperties[] = [
	platformField,
	resourceField,
	voiceNoteOperations,
	recipientField,
	...audioSourceFields,
	...optionFields,
];
