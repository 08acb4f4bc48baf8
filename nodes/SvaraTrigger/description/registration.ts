import type { INodeProperties } from 'n8n-workflow';

import { SETUP_NOTICES } from './setupNotices';

const registrationField: INodeProperties = {
	displayName: 'Registration',
	name: 'registration',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Manual',
			value: 'manual',
			description: 'You paste the webhook into your Meta app, once',
		},
		{
			name: 'Automatic',
			value: 'automatic',
			description: 'Publishing the workflow sets the webhook of your Meta app',
		},
	],
	default: 'manual',
	description: 'How Meta learns where to deliver',
};

export const REGISTRATION_FIELDS: INodeProperties[] = [registrationField, ...SETUP_NOTICES];
