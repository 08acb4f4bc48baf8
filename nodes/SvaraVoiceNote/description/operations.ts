import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

const operationField = (
	resource: string,
	options: INodePropertyOptions[],
	defaultOperation: string,
	show: IDisplayOptions['show'] = {},
): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [resource], ...show } },
	options: options.toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
	default: defaultOperation,
});

const INSTAGRAM = { platform: ['instagram'] };
const MESSENGER = { platform: ['messenger'] };

const VOICE_NOTE: INodePropertyOptions[] = [
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
];

const MESSAGE: INodePropertyOptions[] = [
	{
		name: 'Send Media',
		value: 'sendMedia',
		description: 'Send an image, several images, a video, audio or a file as it is',
		action: 'Send media',
	},
	{
		name: 'Send Sender Action',
		value: 'senderAction',
		description: 'Show or hide typing, or mark the conversation as seen',
		action: 'Send sender action',
	},
	{
		name: 'Send Text',
		value: 'sendText',
		description: 'Send a text, with quick replies if wanted',
		action: 'Send text',
	},
];

/** Meta documents none of these for Messenger. */
const INSTAGRAM_MESSAGE: INodePropertyOptions[] = [
	{
		name: 'React',
		value: 'react',
		description: 'Put a reaction under a message',
		action: 'React to message',
	},
	{
		name: 'Send Sticker',
		value: 'sendSticker',
		description: 'Send a heart',
		action: 'Send sticker',
	},
	{
		name: 'Share Post',
		value: 'sharePost',
		description: 'Send a post this account has published',
		action: 'Share post',
	},
	{
		name: 'Unreact',
		value: 'unreact',
		description: 'Take a reaction back',
		action: 'Remove reaction from message',
	},
];

const ATTACHMENT: INodePropertyOptions[] = [
	{
		name: 'Download',
		value: 'download',
		description: 'Fetch a file a customer has sent before its link dies',
		action: 'Download attachment',
	},
	{
		name: 'Upload',
		value: 'upload',
		description:
			'Upload a file once for many messages within 90 days. Not available with Instagram login.',
		action: 'Upload attachment',
	},
];

const CONVERSATION: INodePropertyOptions[] = [
	{
		name: 'Get Many',
		value: 'getMany',
		description: 'List the people this account has talked to',
		action: 'Get many conversations',
	},
	{
		name: 'Get Messaging Window',
		value: 'getWindow',
		description: 'Find out whether the customer may be answered now, and until when',
		action: 'Get messaging window',
	},
	{
		name: 'Get Profile',
		value: 'getProfile',
		description: 'Get name and picture of a customer',
		action: 'Get profile',
	},
];

const GET_ACCOUNT: INodePropertyOptions = {
	name: 'Get',
	value: 'get',
	description: 'Find out whose token this is, what it may do and until when',
	action: 'Get account',
};

const REFRESH_TOKEN: INodePropertyOptions = {
	name: 'Refresh Token',
	value: 'refreshToken',
	description: 'Get a new token of Instagram login for 60 days',
	action: 'Refresh token',
};

export const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Account', value: 'account' },
		{ name: 'Attachment', value: 'attachment' },
		{ name: 'Conversation', value: 'conversation' },
		{ name: 'Message', value: 'message' },
		{ name: 'Voice Note', value: 'voiceNote' },
	],
	default: 'voiceNote',
};

/** What a platform cannot do is not offered for it. */
export const operationFields: INodeProperties[] = [
	operationField('voiceNote', VOICE_NOTE, 'send'),
	operationField('message', [...MESSAGE, ...INSTAGRAM_MESSAGE], 'sendText', INSTAGRAM),
	operationField('message', MESSAGE, 'sendText', MESSENGER),
	operationField('attachment', ATTACHMENT, 'upload'),
	operationField('conversation', CONVERSATION, 'getWindow'),
	operationField('account', [GET_ACCOUNT, REFRESH_TOKEN], 'get', INSTAGRAM),
	operationField('account', [GET_ACCOUNT], 'get', MESSENGER),
];
