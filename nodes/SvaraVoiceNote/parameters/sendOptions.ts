import type { INodeProperties } from 'n8n-workflow';

import { CALL_OPTIONS } from './callOptions';

export const idempotencyKey: INodeProperties = {
	displayName: 'Idempotency Key',
	name: 'idempotencyKey',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.messageId }}',
	description:
		'A text that stands for this one message. A second item with the same key is skipped, also in later executions and on other workers. Test runs use keys up too.',
};

const disclosure: INodeProperties = {
	displayName: 'Disclosure',
	name: 'disclosure',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	placeholder: 'e.g. You are talking to our automated assistant.',
	description:
		'A text that is sent first, for automated answers that have to say so. Each customer gets it once, and again after the hours in Repeat Disclosure After. If it cannot be sent, nothing else is sent either.',
};

const disclosureLapseHours: INodeProperties = {
	displayName: 'Repeat Disclosure After (Hours)',
	name: 'disclosureLapseHours',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 8760 },
	default: 24,
	description: 'For how long a customer who got the disclosure does not get it again',
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

const replyToMessageId: INodeProperties = {
	displayName: 'Reply to Message ID',
	name: 'replyToMessageId',
	type: 'string',
	default: '',
	placeholder: 'e.g. {{ $json.messageId }}',
	description: 'The message of the conversation to quote above this one',
};

const showTyping: INodeProperties = {
	displayName: 'Show Typing',
	name: 'showTyping',
	type: 'boolean',
	default: false,
	description: 'Whether the customer sees that an answer is on its way while it is prepared',
};

/** What the Conversations API does not show cannot be verified. */
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
				'Look for the message in the conversation first. If exactly one new one is there, the item counts as sent. What a crashed worker or an earlier run left open is looked up as well, and sent again if it is certainly not there.',
		},
	],
	default: 'error',
	description:
		'What to do when Meta does not say whether it delivered the message. Nothing that may have arrived is sent again in either case.',
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

/** What keeps anything from reaching a customer too late, twice or unannounced. */
export const CUSTOMER_OPTIONS: INodeProperties[] = [
	...CALL_OPTIONS,
	disclosure,
	disclosureLapseHours,
	idempotencyKey,
	windowClosesAt,
];

/** Of every message. */
export const MESSAGE_OPTIONS: INodeProperties[] = [
	...CUSTOMER_OPTIONS,
	messageTag,
	replyToMessageId,
	showTyping,
];
