import { isObject } from '../jsonValues';
import type { GraphClient, GraphObject } from './client';
import { listOf, type LookUpPolicy } from './lookUp';
import { retryInSlots } from './slots';
import { toGraphButton, type Button } from './templates';

/** A question that new customers can tap instead of writing. */
export interface IceBreaker {
	question: string;
	payload: string;
}

/** What an account shows around its conversations, in its default language. */
export interface MessagingProfile {
	iceBreakers: IceBreaker[];
	persistentMenu: Button[];
	/** What Messenger's button for new customers sends; the persistent menu needs it there. */
	getStartedPayload?: string;
}

/** Meta's names for the parts. */
const PROPERTIES = {
	iceBreakers: 'ice_breakers',
	persistentMenu: 'persistent_menu',
	getStartedPayload: 'get_started',
} as const satisfies Record<keyof MessagingProfile, string>;

export type ProfilePart = keyof MessagingProfile;

/**
 * Reads ice breakers and persistent menu.
 * https://developers.facebook.com/docs/messenger-platform/reference/messenger-profile-api/,
 * https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api/ice-breakers,
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/persistent-menu
 * Rejects with a GraphError.
 */
export async function readMessagingProfile(
	client: GraphClient,
	policy: LookUpPolicy,
): Promise<MessagingProfile> {
	const names = [PROPERTIES.iceBreakers, PROPERTIES.persistentMenu];
	const isMessenger = client.account.flavour.platform === 'messenger';
	const fields = [...names, ...(isMessenger ? [PROPERTIES.getStartedPayload] : [])].join(',');
	const answer = await callProfile(client, policy, 'GET', { fields });
	const entries = listOf(answer.data);
	// On Instagram, Meta's pages show ice breakers without a key around them.
	const bare = entries.filter((entry) => entry.call_to_actions !== undefined);
	const actions = (name: string) =>
		inDefaultLanguage(entries.flatMap((each) => listOf(each[name])));
	const questions = [...actions(PROPERTIES.iceBreakers), ...inDefaultLanguage(bare)];
	const started = entries.map((each) => each[PROPERTIES.getStartedPayload]).find(isObject);
	return {
		iceBreakers: questions.flatMap(toIceBreaker),
		persistentMenu: actions(PROPERTIES.persistentMenu).flatMap(toButton),
		...(typeof started?.payload === 'string' ? { getStartedPayload: started.payload } : {}),
	};
}

/** Replaces the given parts, for all languages, and leaves the others alone. Rejects with a GraphError. */
export async function writeMessagingProfile(
	client: GraphClient,
	{ iceBreakers, persistentMenu, getStartedPayload }: Partial<MessagingProfile>,
	policy: LookUpPolicy,
): Promise<void> {
	const { platform } = client.account.flavour;
	// "Default locale is required."
	const locale = 'default';
	await callProfile(
		client,
		policy,
		'POST',
		{},
		{
			...(platform === 'instagram' ? { platform } : {}),
			...(getStartedPayload ? { get_started: { payload: getStartedPayload } } : {}),
			...(iceBreakers ? { ice_breakers: [{ call_to_actions: iceBreakers, locale }] } : {}),
			...(persistentMenu
				? { persistent_menu: [{ locale, call_to_actions: persistentMenu.map(toGraphButton) }] }
				: {}),
		},
	);
}

/** Takes parts away. Rejects with a GraphError. */
export async function clearMessagingProfile(
	client: GraphClient,
	parts: ProfilePart[],
	policy: LookUpPolicy,
): Promise<void> {
	const fields = JSON.stringify(parts.map((part) => PROPERTIES[part]));
	await callProfile(client, policy, 'DELETE', { fields });
}

/** Doing it twice changes nothing, so an unclear answer is asked for again. */
async function callProfile(
	client: GraphClient,
	policy: LookUpPolicy,
	method: 'GET' | 'POST' | 'DELETE',
	query: Record<string, string>,
	body?: GraphObject,
): Promise<GraphObject> {
	const { senderId, flavour } = client.account;
	// A Page's own profile is Messenger's; its Instagram account's is told apart by this.
	const platform: Record<string, string> =
		flavour.name === 'instagramPage' ? { platform: 'instagram' } : {};
	return await retryInSlots(client.account, policy, undefined, async () => {
		return await client.call({
			method,
			path: `/${senderId}/messenger_profile`,
			query: { ...query, ...platform },
			...(body ? { body } : {}),
			delivers: false,
		});
	});
}

function inDefaultLanguage(entries: GraphObject[]): GraphObject[] {
	const chosen = entries.find(({ locale }) => locale === 'default') ?? entries[0];
	return listOf(chosen?.call_to_actions);
}

const toIceBreaker = ({ question, payload }: GraphObject): IceBreaker[] =>
	typeof question === 'string'
		? [{ question, payload: typeof payload === 'string' ? payload : '' }]
		: [];

function toButton({ type, title, url, payload }: GraphObject): Button[] {
	if (typeof title !== 'string') return [];
	if (type === 'web_url' && typeof url === 'string') return [{ kind: 'web_url', title, url }];
	return type === 'postback'
		? [{ kind: 'postback', title, payload: typeof payload === 'string' ? payload : '' }]
		: [];
}
