import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { AttachmentType } from '../../../lib/graph';
import { attachmentIdOf, FROM_ATTACHMENT_ID, FROM_URL, type SourceNames } from './fileSource';
import { readText, type Item } from './item';
import { chosen } from './values';

export const MEDIA: SourceNames = {
	source: 'mediaSource',
	url: 'mediaUrl',
	sourceField: 'Media Source',
	urlField: 'Media URL',
};

const FROM_BINARY: INodePropertyOptions = {
	name: 'Binary',
	value: 'binary',
	description: 'A file from an earlier node',
};

const mediaType: INodeProperties = {
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
	description: 'How the file is shown in the conversation',
};

const mediaSource = (options: INodePropertyOptions[]): INodeProperties => ({
	displayName: 'Media Source',
	name: 'mediaSource',
	type: 'options',
	options,
	default: 'binary',
});

const fieldsOfReadable: INodeProperties[] = [
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		displayOptions: { show: { mediaSource: ['binary'] } },
		placeholder: 'e.g. data',
		hint: 'The name of the input field that holds the file',
	},
	{
		displayName: 'Media URL',
		name: 'mediaUrl',
		type: 'string',
		default: '',
		required: true,
		displayOptions: { show: { mediaSource: ['url'] } },
		placeholder: 'e.g. https://example.com/photo.jpg',
		description: 'Direct https link to the file. It must open without a login.',
	},
];

/** A file that is read here. */
export const readableMediaFields: INodeProperties[] = [
	mediaType,
	mediaSource([FROM_BINARY, FROM_URL]),
	...fieldsOfReadable,
];

/** A file that is read here, or that Meta has already. */
export const mediaFields: INodeProperties[] = [
	mediaType,
	mediaSource([FROM_ATTACHMENT_ID, FROM_BINARY, FROM_URL]),
	...fieldsOfReadable,
	attachmentIdOf(MEDIA),
];

/** @throws SvaraError `invalid_input` */
export const readMediaType = (item: Item): AttachmentType =>
	chosen(readText(item, 'mediaType'), 'Media Type', ['image', 'video', 'audio', 'file']);
