import type { INodeProperties } from 'n8n-workflow';

const SHOWN = { resource: ['conversation'], operation: ['getMany'] };

export const conversationFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		displayOptions: { show: SHOWN },
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { ...SHOWN, returnAll: [false] } },
		description: 'Max number of results to return',
	},
];
