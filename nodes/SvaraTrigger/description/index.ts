import type { INodeProperties } from 'n8n-workflow';

import { eventsField } from './events';
import { optionFields } from './options';
import { registrationFields } from './registration';

const platformField: INodeProperties = {
	displayName: 'Platform',
	name: 'platform',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Instagram', value: 'instagram' },
		{ name: 'Messenger', value: 'messenger' },
	],
	default: 'instagram',
};

/** Everything a user sees in the node, in reading order. */
export const properties: INodeProperties[] = [
	platformField,
	eventsField,
	...registrationFields,
	optionFields,
];
