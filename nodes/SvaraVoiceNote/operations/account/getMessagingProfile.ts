import { readMessagingProfile } from '../../../../lib/graph';
import { toItem } from '../../execution/call';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** Ice breakers and persistent menu, as customers see them now. */
export const getMessagingProfile: Operation = {
	value: 'getMessagingProfile',
	name: 'Get Messaging Profile',
	description: 'Get the ice breakers and the persistent menu that customers see',
	action: 'Get messaging profile',
	needs: 'account',
	reachesCustomers: false,
	availability: EVERYWHERE,
	fields: [],
	options: CALL_OPTIONS,

	async execute(call) {
		const { client, platform, policy } = call;
		const { iceBreakers, persistentMenu, ...rest } = await readMessagingProfile(client, policy);
		return toItem(call, {
			platform,
			iceBreakers: iceBreakers.map((each) => ({ ...each })),
			persistentMenu: persistentMenu.map((each) => ({ ...each })),
			...rest,
		});
	},
};
