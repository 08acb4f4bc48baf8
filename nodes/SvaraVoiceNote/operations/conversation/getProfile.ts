import type { IDataObject } from 'n8n-workflow';

import { readProfile } from '../../../../lib/graph';
import { toItem } from '../../execution/call';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** Name and picture of a customer, as Meta answers them. */
export const getProfile: Operation = {
	value: 'getProfile',
	name: 'Get Profile',
	description: 'Get name and picture of a customer',
	action: 'Get profile',
	needs: 'recipient',
	reachesCustomers: false,
	availability: EVERYWHERE,
	fields: [],
	options: CALL_OPTIONS,

	async execute(call) {
		const { client, platform, recipientId, policy } = call;
		const profile = (await readProfile(client, recipientId, policy)) as IDataObject;
		return toItem(call, { platform, recipientId, ...profile });
	},
};
