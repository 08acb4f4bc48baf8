import type { INodeProperties } from 'n8n-workflow';

/** Where the audio comes from. */
export const voiceNoteFields: INodeProperties[] = [
	{
		displayName: 'Audio Source',
		name: 'audioSource',
		type: 'options',
		displayOptions: { show: { resource: ['voiceNote'], operation: ['send'] } },
		options: [
			{
				name: 'Attachment ID',
				value: 'attachmentId',
				description: 'A file uploaded to Meta before; usable for 90 days by the same account',
			},
			{
				name: 'Binary',
				value: 'binary',
				description: 'A file from an earlier node, such as a text-to-speech or download node',
			},
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'binary',
	},
	{
		displayName: 'Audio Source',
		name: 'audioSource',
		type: 'options',
		displayOptions: { show: { resource: ['voiceNote'], operation: ['convert'] } },
		options: [
			{
				name: 'Binary',
				value: 'binary',
				description: 'A file from an earlier node, such as a text-to-speech or download node',
			},
			{ name: 'URL', value: 'url', description: 'A file on the web' },
		],
		default: 'binary',
	},
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { resource: ['voiceNote'], audioSource: ['binary'] } },
		placeholder: 'e.g. data',
		hint: 'The name of the input field that holds the audio file',
		description:
			'Any common audio format is taken: MP3, Ogg, Opus, WAV, WebM, M4A, AAC, AMR and more',
	},
	{
		displayName: 'Audio URL',
		name: 'audioUrl',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { resource: ['voiceNote'], audioSource: ['url'] } },
		placeholder: 'e.g. https://example.com/note.mp3',
		description:
			'Direct https link to the audio file (MP3, Ogg, WAV, M4A and others). It must open without a login; a web page with a player does not work.',
	},
	{
		displayName: 'Attachment ID',
		name: 'attachmentId',
		type: 'string',
		default: '',
		required: true,
		displayOptions: {
			show: { resource: ['voiceNote'], operation: ['send'], audioSource: ['attachmentId'] },
		},
		placeholder: 'e.g. 687799999980546',
		description: 'As output by an earlier upload or send of the same account',
	},
];
