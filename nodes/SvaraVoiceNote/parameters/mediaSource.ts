import type { INodeProperties } from 'n8n-workflow';

import type { AttachmentType } from '../../../lib/graph';
import { sourceFields, type SourceNames } from './fileSource';
import { readText, type Item } from './item';
import { chosen } from './values';

export const MEDIA: SourceNames = {
	source: 'mediaSource',
	url: 'mediaUrl',
	sourceField: 'Media Source',
	urlField: 'Media URL',
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

const FIELDS = sourceFields(MEDIA, {
	binary: 'A file from an earlier node',
	binaryHint: 'The name of the input field that holds the file',
	urlPlaceholder: 'e.g. https://example.com/photo.jpg',
	urlDescription: 'Direct https link to the file. It must open without a login.',
});

/** A file that is read here. */
export const READABLE_MEDIA_FIELDS: INodeProperties[] = [mediaType, ...FIELDS.readable];

/** A file that is read here, or that Meta has already. */
export const MEDIA_FIELDS: INodeProperties[] = [mediaType, ...FIELDS.any];

/** @throws SvaraError `invalid_input` */
export const readMediaType = (item: Item): AttachmentType =>
	chosen(readText(item, 'mediaType'), 'Media Type', ['image', 'video', 'audio', 'file']);
