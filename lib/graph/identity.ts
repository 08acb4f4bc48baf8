import { asId } from '../jsonValues';
import type { GraphClient, GraphObject } from './client';
import { LocalRateLimiter } from './rateLimiter';
import { retryInSlots, type SlotPolicy } from './slots';

/** Whose token this is. */
export interface Identity {
	/** What people call the account. */
	name: string;
	/**
	 * Ids that stand for it in paths. On Instagram Login two: the professional account's id, which
	 * webhooks carry too, goes first, then the one scoped to the app.
	 */
	ids: string[];
	/** The Instagram account linked to a Page; undefined where there is none. */
	instagram?: { id: string; name: string };
}

/**
 * Fields of `/me`, by kind of account.
 * https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/get-started,
 * https://developers.facebook.com/docs/graph-api/reference/page/
 */
const FIELDS = {
	instagramLogin: 'user_id,username',
	instagramPage: 'id,name,instagram_business_account{id,username}',
	messenger: 'id,name',
} as const;

/** Asks Meta who the token belongs to. Rejects with a GraphError. */
export async function identify(
	client: GraphClient,
	policy: SlotPolicy = { rateLimiter: new LocalRateLimiter() },
): Promise<Identity> {
	const fields = FIELDS[client.account.flavour.name];
	const once = { ...policy, maxRetries: 1 };
	const answer = await retryInSlots(client.account, once, undefined, async () => {
		return await client.call({ method: 'GET', path: '/me', query: { fields }, delivers: false });
	});
	// Meta's page shows the object inside `data: []`, its servers answer it plainly.
	const me = (Array.isArray(answer.data) ? answer.data[0] : answer) as GraphObject;
	const linked = me.instagram_business_account as GraphObject | undefined;
	const linkedId = asId(linked?.id);
	return {
		name: nameOf(me),
		ids: [asId(me.user_id), asId(me.id)].filter((id) => id !== undefined),
		...(linkedId ? { instagram: { id: linkedId, name: nameOf(linked) } } : {}),
	};
}

function nameOf(object: GraphObject | undefined): string {
	const name = object?.username ?? object?.name;
	return typeof name === 'string' ? name : '';
}
