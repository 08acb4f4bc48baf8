import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { EventName } from '../../../lib/webhook';

/** The most used ones first. */
const EVENTS: Array<INodePropertyOptions & { value: EventName }> = [
	{
		name: 'Voice Note',
		value: 'voiceNote',
		description: 'A customer sent a voice note or an audio file',
	},
	{
		name: 'Message',
		value: 'message',
		description: 'A customer wrote, recorded or attached something',
	},
	{
		name: 'Comment',
		value: 'comment',
		description: 'Somebody commented on a post of yours, or under your live video',
	},
	{ name: 'Postback', value: 'postback', description: 'A customer tapped a button' },
	{ name: 'Reaction', value: 'reaction', description: 'A customer reacted to a message' },
	{
		name: 'Referral',
		value: 'referral',
		description: 'A customer came through a link or an ad into the conversation',
	},
	{ name: 'Edit', value: 'edit', description: 'A message was edited' },
	{ name: 'Message Deleted', value: 'deleted', description: 'A customer unsent a message' },
	{ name: 'Read', value: 'read', description: 'A customer read your messages' },
	{ name: 'Delivery', value: 'delivery', description: 'A message of yours arrived (Messenger)' },
	{
		name: 'Echo',
		value: 'echo',
		description: 'The account itself sent or did something, by hand or by API',
	},
	{
		name: 'Handover',
		value: 'handover',
		description: 'A conversation passed from one app to another',
	},
	{
		name: 'Standby',
		value: 'standby',
		description: 'Something happened in a conversation that another app is in charge of',
	},
	{ name: 'Opt-In', value: 'optin', description: 'A customer agreed to be notified' },
	{ name: 'Other', value: 'other', description: 'Anything else your app is subscribed to' },
];

/** As users read them. */
export const EVENT_LABELS = Object.fromEntries(EVENTS.map(({ name, value }) => [value, name]));

export const eventsField: INodeProperties = {
	displayName: 'Trigger On',
	name: 'events',
	type: 'multiOptions',
	required: true,
	options: EVENTS,
	default: ['message'],
	description:
		'What starts the workflow. A voice note is a message too: with both chosen it comes once, as a voice note.',
};
