import type { INodeProperties } from 'n8n-workflow';

import type { Platform } from '../../lib/platform';

/** As users read them. */
export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
	instagram: 'Instagram',
	messenger: 'Messenger',
};

/** Which of Meta's platforms a node serves, and so which credential it asks for. */
export const platformField: INodeProperties = {
	displayName: 'Platform',
	name: 'platform',
	type: 'options',
	noDataExpression: true,
	options: Object.entries(PLATFORM_NAMES).map(([value, name]) => ({ name, value })),
	default: 'instagram',
};
