import type { INodeProperties } from 'n8n-workflow';

import { platformField } from '../../shared/platformField';
import { eventsField } from './events';
import { optionFields } from './options';
import { REGISTRATION_FIELDS } from './registration';

/** Everything a user sees in the node, in reading order. */
export const properties: INodeProperties[] = [
	platformField,
	eventsField,
	...REGISTRATION_FIELDS,
	optionFields,
];
