import type { INodeProperties } from 'n8n-workflow';

import { refreshToken as requestToken } from '../../../../lib/graph';
import { toItem } from '../../execution/call';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import type { Operation, Refusal } from '../operation';

const includeToken: INodeProperties = {
	displayName: 'Include Token',
	name: 'includeToken',
	type: 'boolean',
	default: false,
	description:
		'Whether to put the new token itself on the item. Whoever can see the execution can read it then.',
};

const NO_REFRESH: Refusal = {
	what: 'This kind of access token cannot be refreshed',
	fix: 'Page tokens made from a long-lived user token do not expire. If yours has died, create a new one in your Meta app',
};

/**
 * A new token of Instagram Login for sixty days. The token itself is put out only on demand, since
 * stored executions keep what an item holds.
 */
export const refreshToken: Operation = {
	value: 'refreshToken',
	name: 'Refresh Token',
	description: 'Get a new token of Instagram login for 60 days',
	action: 'Refresh token',
	needs: 'account',
	reachesCustomers: false,
	availability: { instagramLogin: true, instagramPage: NO_REFRESH, messenger: NO_REFRESH },
	fields: [],
	options: [...CALL_OPTIONS, includeToken],

	async execute(call) {
		const { client, platform, policy, options } = call;
		const { accessToken, expiresAt, permissions } = await requestToken(client, policy);
		return toItem(call, {
			platform,
			expiresAt: expiresAt.toISOString(),
			...(permissions ? { permissions } : {}),
			...(options.flag('includeToken') ? { accessToken } : {}),
		});
	},
};
