import { readWindow } from '../../../../lib/graph';
import { toItem } from '../../execution/call';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** Whether the customer may be answered now, as far as the conversation shows it. */
export const getWindow: Operation = {
	value: 'getWindow',
	name: 'Get Messaging Window',
	description: 'Find out whether the customer may be answered now, and until when',
	action: 'Get messaging window',
	needs: 'recipient',
	reachesCustomers: false,
	availability: EVERYWHERE,
	fields: [],
	options: CALL_OPTIONS,

	async execute(call) {
		const { client, platform, recipientId, policy } = call;
		const window = await readWindow(client, recipientId, policy);
		return toItem(call, { platform, recipientId, ...window });
	},
};
