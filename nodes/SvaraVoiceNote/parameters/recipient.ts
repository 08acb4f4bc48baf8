import type { INodeProperties } from 'n8n-workflow';

import { toId } from '../../shared/ids';
import { readValue, type Item } from './item';
import { invalid } from './values';

/** Who gets the message, or is asked about. */
export const recipient: INodeProperties = {
	displayName: 'Recipient',
	name: 'recipientId',
	type: 'resourceLocator',
	default: { mode: 'id', value: '' },
	required: true,
	// The editor empties the field when the platform changes: ids of one mean nothing on the other.
	typeOptions: { loadOptionsDependsOn: ['platform'] },
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
