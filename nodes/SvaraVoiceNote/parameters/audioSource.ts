import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { attachmentIdOf, FROM_ATTACHMENT_ID, FROM_URL, type SourceNames } from './fileSource';

export const AUDIO: SourceNames = {
	source: 'audioSource',
	url: 'audioUrl',
	sourceField: 'Audio Source',
	urlField: 'Audio URL',
};

const FROM_BINARY: INodePropertyOptions = {
	name: 'Binary',
	value: 'binary',
	description: 'A file from an earlier node, such as a text-to-speech or download node',
};

const audioSource = (options: INodePropertyOptions[]): INodeProperties => ({
	displayName: 'Audio Source',
	name: 'audioSource',
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
		displayOptions: { show: { audioSource: ['binary'] } },
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
		displayOptions: { show: { audioSource: ['url'] } },
		placeholder: 'e.g. https://example.com/note.mp3',
		description:
			'Direct https link to the audio file (MP3, Ogg, WAV, M4A and others). It must open without a login; a web page with a player does not work.',
	},
];

/** Audio that is read here. */
export const readableAudioFields: INodeProperties[] = [
	audioSource([FROM_BINARY, FROM_URL]),
	...fieldsOfReadable,
];

/** Audio that is read here, or that Meta has already. */
export const audioFields: INodeProperties[] = [
	audioSource([FROM_ATTACHMENT_ID, FROM_BINARY, FROM_URL]),
	...fieldsOfReadable,
	attachmentIdOf(AUDIO),
];
