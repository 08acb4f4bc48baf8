import type { INodeProperties } from 'n8n-workflow';

import {
	clearMessagingProfile,
	PROFILE_LIMITS,
	writeMessagingProfile,
	type MessagingProfile,
	type ProfilePart,
} from '../../../../lib/graph';
import { toItem, type Call } from '../../execution/call';
import { buttonsField, readButtons } from '../../parameters/buttons';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { iceBreakersField, readIceBreakers } from '../../parameters/iceBreakers';
import { readValue } from '../../parameters/item';
import { chosen, invalid, singleText } from '../../parameters/values';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

const remove: INodeProperties = {
	displayName: 'Remove',
	name: 'remove',
	type: 'multiOptions',
	options: [
		{ name: 'Ice Breakers', value: 'iceBreakers' },
		{ name: 'Persistent Menu', value: 'persistentMenu' },
	],
	default: [],
	description: 'What customers no longer see',
};

const getStartedPayload: INodeProperties = {
	displayName: 'Get Started Payload',
	name: 'getStartedPayload',
	type: 'string',
	default: '',
	placeholder: 'e.g. GET_STARTED',
	description:
		'Messenger only: what the trigger outputs when a new customer taps Get Started. The persistent menu needs that button; an earlier payload is replaced.',
};

/** Sets what customers can tap before and beside writing. Empty fields leave things as they are. */
export const setMessagingProfile: Operation = {
	value: 'setMessagingProfile',
	name: 'Set Messaging Profile',
	description: 'Set the ice breakers and the persistent menu that customers see',
	action: 'Set messaging profile',
	needs: 'account',
	reachesCustomers: false,
	availability: EVERYWHERE,
	fields: [
		iceBreakersField,
		buttonsField({
			displayName: 'Persistent Menu',
			name: 'persistentMenu',
			placeholder: 'Add Menu Item',
			description:
				'What is always in the menu of a conversation: at most 20 items, better 5. Unchanged when left empty.',
		}),
	],
	options: [...CALL_OPTIONS, getStartedPayload, remove],

	async execute(call) {
		const { client, platform, policy } = call;
		const changes = readChanges(call);
		const removed = readRemoved(call);
		const changed = Object.keys(changes) as ProfilePart[];
		const both = changed.find((part) => removed.includes(part));
		if (both) throw invalid(`'${both}' is filled in and to be removed`, 'Do one or the other');
		if (changed.length + removed.length === 0) {
			throw invalid(
				'There is nothing to change',
				"Fill in 'Ice Breakers' or 'Persistent Menu', or choose what to remove",
			);
		}
		if (changed.length > 0) await writeMessagingProfile(client, changes, policy);
		if (removed.length > 0) await clearMessagingProfile(client, removed, policy);
		return toItem(call, { platform, changed, removed, success: true });
	},
};

function readChanges(call: Call): Partial<MessagingProfile> {
	const iceBreakers = readIceBreakers(call);
	const persistentMenu = readButtons(
		readValue(call, 'persistentMenu', {}),
		'Persistent Menu',
		PROFILE_LIMITS.menuItems,
	);
	const started = call.options.text('getStartedPayload', 'Get Started Payload');
	if (started !== '' && call.platform !== 'messenger') {
		throw invalid("'Get Started Payload' is for Messenger", 'Remove the option');
	}
	return {
		...(iceBreakers.length > 0 ? { iceBreakers } : {}),
		...(persistentMenu.length > 0 ? { persistentMenu } : {}),
		...(started === '' ? {} : { getStartedPayload: started }),
	};
}

function readRemoved({ options }: Call): ProfilePart[] {
	const value = options.raw('remove') ?? [];
	const list: unknown[] = Array.isArray(value) ? value : [value];
	return list
		.filter((each) => each !== '')
		.map((each) => chosen(singleText(each, 'Remove'), 'Remove', ['iceBreakers', 'persistentMenu']));
}
