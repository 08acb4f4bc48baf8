import type { INodeProperties } from 'n8n-workflow';

const bitrateKbps: INodeProperties = {
	displayName: 'Bitrate (Kbps)',
	name: 'bitrateKbps',
	type: 'number',
	typeOptions: { minValue: 16, maxValue: 320 },
	default: 96,
	description:
		'Quality of converted audio. Without this option 96 is used, and less where a long note would not fit into 25 MB otherwise.',
};

const convert: INodeProperties = {
	displayName: 'Convert',
	name: 'convert',
	type: 'options',
	options: [
		{ name: 'Always', value: 'always', description: 'Re-encode every file' },
		{
			name: 'Auto',
			value: 'auto',
			description: 'Keep what plays everywhere as it is, convert the rest',
		},
		{
			name: 'Never',
			value: 'never',
			description: 'Keep the file as it is, and stop if the platform does not take it',
		},
	],
	default: 'auto',
	description: 'Whether the audio may be changed',
};

const delivery: INodeProperties = {
	displayName: 'Delivery',
	name: 'delivery',
	type: 'options',
	options: [
		{
			name: 'Auto',
			value: 'auto',
			description: 'Upload where Meta allows it, a short-lived link to this n8n otherwise',
		},
		{
			name: 'Signed URL',
			value: 'signedUrl',
			description: 'Meta fetches the audio from this n8n through a link that works for ten minutes',
		},
		{
			name: 'Upload',
			value: 'upload',
			description: 'Upload the audio to Meta first. Not available with Instagram login.',
		},
		{
			name: 'URL',
			value: 'url',
			description: 'Hand the audio URL to Meta as it is, unread and unconverted',
		},
	],
	default: 'auto',
	description: 'How the audio gets to Meta',
};

const idempotencyKey: INodeProperties = {
	displayName: 'Idempotency Key',
	name: 'idempotencyKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.messageId }}',
	description:
		'A text that stands for this one message. A second item with the same key is skipped, also in later executions. Test runs use keys up too. With several workers this is best effort.',
};

const INSTAGRAM_ONLY = { show: { '/platform': ['instagram'] } };
const MESSENGER_ONLY = { show: { '/platform': ['messenger'] } };

const maxDuration = (defaultSeconds: number, displayOptions: INodeProperties['displayOptions']) =>
	({
		displayName: 'Max Duration (Seconds)',
		name: 'maxDuration',
		type: 'number',
		typeOptions: { minValue: 0 },
		displayOptions,
		default: defaultSeconds,
		description: 'How long the voice note may be; 0 stands for no limit',
	}) satisfies INodeProperties;

const maxRetries: INodeProperties = {
	displayName: 'Max Retries',
	name: 'maxRetries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 10 },
	default: 3,
	description:
		'How often to try again after Meta certainly delivered nothing. What may have arrived is never sent again.',
};

const messageTag: INodeProperties = {
	displayName: 'Message Tag',
	name: 'messageTag',
	type: 'options',
	options: [
		{
			name: 'Human Agent',
			value: 'HUMAN_AGENT',
			description:
				'A person, not a bot, answers within seven days. The Meta app needs the Human Agent feature.',
		},
		{ name: 'None', value: 'none', description: 'An answer within 24 hours' },
	],
	default: 'none',
	description: 'What allows sending outside the 24-hour messaging window',
};

const normalizeLoudness: INodeProperties = {
	displayName: 'Normalize Loudness',
	name: 'normalizeLoudness',
	type: 'boolean',
	default: false,
	description: 'Whether to bring the audio to a common loudness (-16 LUFS); it is re-encoded then',
};

const outputBinaryPropertyName: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'outputBinaryPropertyName',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output field to put the voice note in',
};

const replyToMessageId: INodeProperties = {
	displayName: 'Reply to Message ID',
	name: 'replyToMessageId',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.messageId }}',
	description: 'The message to quote above the voice note',
};

const showTyping: INodeProperties = {
	displayName: 'Show Typing',
	name: 'showTyping',
	type: 'boolean',
	default: false,
	description: 'Whether the customer sees that an answer is on its way while the audio is prepared',
};

const timeout: INodeProperties = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: 120,
	description:
		'How long to wait for one answer. After a short timeout nobody knows whether the message was delivered, so keep it long.',
};

const downloadTimeout: INodeProperties = {
	...timeout,
	description: 'How long the download of the audio may take',
};

const whenTooLong: INodeProperties = {
	displayName: 'When Too Long',
	name: 'whenTooLong',
	type: 'options',
	options: [
		{ name: 'Stop', value: 'error', description: 'Send nothing and report it' },
		{ name: 'Trim', value: 'trim', description: 'Send the beginning, up to Max Duration' },
	],
	default: 'error',
	description: 'What to do with audio that is longer than Max Duration',
};

const windowClosesAt: INodeProperties = {
	displayName: 'Window Closes At',
	name: 'windowClosesAt',
	type: 'dateTime',
	default: '',
	placeholder: 'e.g. {{ $json.windowClosesAt }}',
	description:
		'When the 24-hour messaging window ends, from the trigger. Later than that, nothing is converted or sent.',
};

const options = (operation: string, fields: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	displayOptions: { show: { resource: ['voiceNote'], operation: [operation] } },
	options: fields,
});

/** Optional fields, in alphabetical order as n8n shows them. */
export const optionFields: INodeProperties[] = [
	options('send', [
		bitrateKbps,
		convert,
		delivery,
		idempotencyKey,
		maxDuration(60, INSTAGRAM_ONLY),
		maxDuration(0, MESSENGER_ONLY),
		maxRetries,
		messageTag,
		normalizeLoudness,
		outputBinaryPropertyName,
		replyToMessageId,
		showTyping,
		timeout,
		whenTooLong,
		windowClosesAt,
	]),
	options('convert', [
		bitrateKbps,
		convert,
		maxDuration(60, INSTAGRAM_ONLY),
		maxDuration(0, MESSENGER_ONLY),
		normalizeLoudness,
		outputBinaryPropertyName,
		downloadTimeout,
		whenTooLong,
	]),
];
