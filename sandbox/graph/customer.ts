import type { Recipient } from '../model/accounts';
import { FLAVOURS } from '../model/flavours';
import { GraphError } from '../model/graphError';
import { optionalString } from '../model/parameters';
import type { World } from '../world/world';
import type { Call } from './call';
import { pickFields, type GraphNode } from './fields';

/**
 * `GET /{scoped id}`: a customer's profile. Instagram wants their consent, which writing gives;
 * who blocked the account shows nothing. Sources: Meta, "User profile" (all three flavours).
 * @throws GraphError 230 without consent, 100/2018218 where Messenger has no profile to show,
 *   100/2018247 for what needs a permission of its own
 */
export function readCustomer(call: Call, recipient: Recipient): Record<string, unknown> {
	const { world, account, request } = call;
	const rules = FLAVOURS[account.flavour];
	const isKnown = recipient.lastWroteAt !== null && recipient.isAvailable;
	if (!isKnown) throw new GraphError(rules.errors.noProfile);
	const fields = optionalString(request.params.fields, 'fields');
	if (rules.audience === 'instagram') {
		return pickFields(instagramProfile(world, recipient), fields ?? 'name', 'IGBusinessScopedID');
	}
	const isPrivate = /\b(?:locale|timezone|gender)\b/.test(fields ?? '');
	if (isPrivate) throw new GraphError('profileFieldNotAllowed');
	const shown = fields ?? 'first_name,last_name,profile_pic';
	return pickFields(messengerProfile(world, recipient), shown, 'MessengerUser');
}

const instagramProfile = (world: World, { id, name, username }: Recipient): GraphNode => ({
	id,
	name,
	username,
	profile_pic: () => portrait(world),
	follower_count: 120,
	is_user_follow_business: true,
	is_business_follow_user: false,
	is_verified_user: false,
});

function messengerProfile(world: World, { id, name }: Recipient): GraphNode {
	const [first = '', ...rest] = name.split(' ');
	return {
		id,
		name,
		first_name: first,
		last_name: rest.join(' '),
		profile_pic: () => portrait(world),
	};
}

/** A picture's link, good for a day like any other. */
const portrait = (world: World): string => world.links.keep(PIXEL, 'image/png');

/** One grey pixel. */
const PIXEL = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mOor6//DwAFhAKAjM1mJgAAAABJRU5ErkJggg==',
	'base64',
);
