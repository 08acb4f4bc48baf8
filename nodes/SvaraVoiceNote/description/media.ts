import type { INodeProperties } from 'n8n-workflow';

const SHOWN = { resource: ['message', 'attachment'], operation: ['sendMedia', 'upload'] };

const BINARY = {
	name: 'Binary',
	value: 'binary',
	description: 'A file from an earlier node',
};
const URL = { name: 'URL', value: 'url', description: 'A file on the web' };

/** A file that is sent, or uploaded, as it is. */
export const mediaFields: INodeProperties[] = [
	{
		displayName: 'Media Type',
		name: 'mediaType',
		type: 'options',
		options: [
			{
				name: 'Audio',
				value: 'audio',
				description: 'Sent as it is; the operation Send of Voice Note converts what does not play',
			},
			{
				name: 'File',
				value: 'file',
				description: 'A PDF on Instagram, any file on Messenger; up to 25 MB',
			},
			{ name: 'Image', value: 'image', description: 'PNG, JPEG or GIF up to 8 MB' },
			{ name: 'Video', value: 'video', description: 'MP4, MOV, AVI, Ogg or WebM up to 25 MB' },
		],
		default: 'image',
		displayOptions: { show: SHOWN },
		description: 'How the file is shown in the conversation',
	},
	{
		displayName: 'Media Source',
		name: 'mediaSource',
		type: 'options',
		options: [
			{
				name: 'Attachment ID',
				value: 'attachmentId',
				description: 'A file uploaded to Meta before; usable for 90 days by the same account',
			},
			BINARY,
			URL,
		],
		default: 'binary',
		displayOptions: { show: { resource: ['message'], operation: ['sendMedia'] } },
	},
	{
		displayName: 'Media Source',
		name: 'mediaSource',
		type: 'options',
		options: [BINARY, URL],
		default: 'binary',
		displayOptions: { show: { resource: ['attachment'], operation: ['upload'] } },
	},
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { ...SHOWN, mediaSource: ['binary'] } },
		placeholder: 'e.g. data',
		hint: 'The name of the input field that holds the file',
	},
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { ...SHOWN, mediaSource: ['url'] } },
		placeholder: 'e.g. https://example.com/photo.jpg',
		description: 'Direct https link to the file. It must open without a login.',
	},
	{
		displayName: 'Attachment ID',
		name: 'attachmentId',
		type: 'string',
		default: '',
		required: true,
		displayOptions: {
			show: { resource: ['message'], operation: ['sendMedia'], mediaSource: ['attachmentId'] },
		},
		placeholder: 'e.g. 687799999980546',
		description: 'As output by an earlier upload or send of the same account',
	},
	{
		displayName: 'Additional Image URLs',
		name: 'additionalMediaUrls',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Image URL' },
		default: [],
		displayOptions: {
			show: { resource: ['message'], operation: ['sendMedia'], mediaType: ['image'] },
		},
		placeholder: 'e.g. https://example.com/second.jpg',
		description:
			'Further images for the same message: up to 10 in all on Instagram, 30 on Messenger',
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { resource: ['attachment'], operation: ['download'] } },
		placeholder: 'e.g. {{ $json.attachments[0].url }}',
		description:
			"Link to a file a customer has sent, from the trigger. It lives for a few days at most, and only links to Meta's servers are opened.",
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { resource: ['attachment'], operation: ['download'] } },
		placeholder: 'e.g. data',
		hint: 'The name of the output field to put the file in',
	},
];
