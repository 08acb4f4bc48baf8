import type { INodeProperties } from 'n8n-workflow';

import { readId, type Item } from './item';

/** Which message of the conversation a reaction belongs to. */
export const messageId: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. {{ $json.messageId }}',
	description: 'The message of the conversation that the reaction belongs to',
};

/** @throws SvaraError `invalid_input` */
export const readMessageId = (item: Item): string =>
	readId(
		item,
		'messageId',
		'Message ID',
		'Map messageId from the trigger, for example {{ $json.messageId }}',
	);
