import type { INodeProperties } from 'n8n-workflow';

import { toId } from '../../shared/ids';
import { readValue, type Item } from './item';
import { invalid } from './values';

const field: INodeProperties = {
	displayName: 'Recipient',
	name: 'recipientId',
	type: 'resourceLocator',
	default: { mode: 'id', value: '' },
	required: true,
	description:
		'The customer who wrote to your account. The ID is the one the trigger outputs as customerId; user names and phone numbers do not work.',
	modes: [
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. {{ $json.customerId }}',
		},
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchCustomers', searchable: true },
		},
	],
};

/**
 * With the slash n8n looks it up among the node's parameters; without, as a field of this name. Not by
 * `startsWith`, which n8n 2.0 does not survive where there is no value.
 */
const IS_EXPRESSION = { '/recipientId.value': [{ _cnd: { regex: '^=' } }] };

/**
 * Who gets the message, or is asked about. One field to people, and two to the editor: when the platform
 * changes it empties a field that depends on it, mapped ones as well (n8n-editor-ui, `ResourceLocator.vue`).
 * A person's id means nothing on the other platform; an expression means the same on both, and is kept.
 */
export const recipientFields: INodeProperties[] = [
	{
		...field,
		typeOptions: { loadOptionsDependsOn: ['platform'] },
		displayOptions: { hide: IS_EXPRESSION },
	},
	{ ...field, displayOptions: { show: IS_EXPRESSION } },
];

/**
 * A resource locator's value, or the bare id that older or generated workflows hold.
 * @throws SvaraError `invalid_input`
 */
export function readRecipient(item: Item): string {
	const value = readValue(item, 'recipientId');
	const isLocator = typeof value === 'object' && value !== null && 'value' in value;
	const recipientId = toId(isLocator ? value.value : value, 'Recipient');
	if (recipientId !== '') return recipientId;
	throw invalid(
		"'Recipient' is empty",
		"Map the customer's id here, for example {{ $json.customerId }} from the trigger",
	);
}
