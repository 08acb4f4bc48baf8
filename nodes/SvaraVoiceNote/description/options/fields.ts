import type { INodeProperties } from 'n8n-workflow';

export const bitrateKbps: INodeProperties = {
	displayName: 'Bitrate (Kbps)',
	name: 'bitrateKbps',
	type: 'number',
	typeOptions: { minValue: 16, maxValue: 320 },
	default: 96,
	description:
		'Quality of converted audio. Without this option 96 is used, and less where a long note would not fit into 25 MB otherwise.',
};

export const convert: INodeProperties = {
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

export const delivery: INodeProperties = {
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

export const idempotencyKey: INodeProperties = {
	displayName: 'Idempotency Key',
	name: 'idempotencyKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.messageId }}',
	description:
		'A text that stands for this one message. A second item with the same key is skipped, also in later executions. Test runs use keys up too. With several workers this is best effort.',
};

export const disclosure: INodeProperties = {
	displayName: 'Disclosure',
	name: 'disclosure',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. You are talking to our automated assistant.',
	description:
		'A text that is sent first, for automated answers that have to say so. Each customer gets it once, and again after Disclosure Lapse. If it cannot be sent, nothing else is sent either.',
};

export const disclosureLapseHours: INodeProperties = {
	displayName: 'Disclosure Lapse (Hours)',
	name: 'disclosureLapseHours',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 8760 },
	default: 24,
	description: 'How long a disclosure holds for a customer before it is sent again',
};

export const includeToken: INodeProperties = {
	displayName: 'Include Token',
	name: 'includeToken',
	type: 'boolean',
	default: false,
	description:
		'Whether to put the new token itself on the item. Whoever can see the execution can read it then.',
};

export const onUnknownOutcome: INodeProperties = {
	displayName: 'On Unknown Outcome',
	name: 'onUnknownOutcome',
	type: 'options',
	options: [
		{
			name: 'Report It',
			value: 'error',
			description: 'Stop the item and say that nobody knows whether the message arrived',
		},
		{
			name: 'Verify',
			value: 'verify',
			description:
				'Look for the message in the conversation first. If exactly one new one is there, the item counts as sent.',
		},
	],
	default: 'error',
	description:
		'What to do when Meta does not say whether it delivered the message. The message is never sent again in either case.',
};

const INSTAGRAM_ONLY = { show: { '/platform': ['instagram'] } };
const MESSENGER_ONLY = { show: { '/platform': ['messenger'] } };

const maxDurationField = (
	defaultSeconds: number,
	displayOptions: INodeProperties['displayOptions'],
) =>
	({
		displayName: 'Max Duration (Seconds)',
		name: 'maxDuration',
		type: 'number',
		typeOptions: { minValue: 0 },
		displayOptions,
		default: defaultSeconds,
		description: 'How long the voice note may be; 0 stands for no limit',
	}) satisfies INodeProperties;

export const maxDuration: INodeProperties[] = [
	maxDurationField(60, INSTAGRAM_ONLY),
	maxDurationField(0, MESSENGER_ONLY),
];

export const maxRetries: INodeProperties = {
	displayName: 'Max Retries',
	name: 'maxRetries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 10 },
	default: 3,
	description:
		'How often to try again after Meta certainly delivered nothing. What may have arrived is never sent again.',
};

export const messageTag: INodeProperties = {
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

export const normalizeLoudness: INodeProperties = {
	displayName: 'Normalize Loudness',
	name: 'normalizeLoudness',
	type: 'boolean',
	default: false,
	description: 'Whether to bring the audio to a common loudness (-16 LUFS); it is re-encoded then',
};

export const outputBinaryPropertyName: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'outputBinaryPropertyName',
	type: 'string',
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output field to put the voice note in',
};

export const replyToMessageId: INodeProperties = {
	displayName: 'Reply to Message ID',
	name: 'replyToMessageId',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.messageId }}',
	description: 'The message of the conversation to quote above this one',
};

export const showTyping: INodeProperties = {
	displayName: 'Show Typing',
	name: 'showTyping',
	type: 'boolean',
	default: false,
	description: 'Whether the customer sees that an answer is on its way while it is prepared',
};

export const timeout: INodeProperties = {
	displayName: 'Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 3600 },
	default: 120,
	description:
		'How long to wait for one answer. After a short timeout nobody knows whether the message was delivered, so keep it long.',
};

export const downloadTimeout: INodeProperties = {
	...timeout,
	description: 'How long a download may take',
};

export const whenTooLong: INodeProperties = {
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

export const windowClosesAt: INodeProperties = {
	displayName: 'Window Closes At',
	name: 'windowClosesAt',
	type: 'dateTime',
	default: '',
	placeholder: 'e.g. {{ $json.windowClosesAt }}',
	description:
		'When the 24-hour messaging window ends, from the trigger. Later than that, nothing is converted or sent.',
};
