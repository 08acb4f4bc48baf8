import type { INodeProperties } from 'n8n-workflow';

import { platformField } from '../../shared/platformField';
import { eventsField } from './events';
import { nameKeeper } from './nameKeeper';
import { optionFields } from './options';
import { REGISTRATION_FIELDS } from './registration';

export { PANEL_WORDS } from './panel';
export { subtitle } from './subtitle';

/** Everything a user sees in the node, in reading order. */
export const properties: INodeProperties[] = [
	nameKeeper,
	platformField,
	eventsField,
	...REGISTRATION_FIELDS,
	optionFields,
];
