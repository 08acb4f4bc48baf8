import type { INodeProperties } from 'n8n-workflow';

/** Which of Meta's platforms a node serves, and so which credential it asks for. */
export const platformField: INodeProperties = {
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
