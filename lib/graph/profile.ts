import type { GraphClient, GraphObject } from './client';
import { GraphError, RECIPIENT_UNKNOWN, render } from './errors';
import type { FlavourName } from './flavours';
import type { LookUpPolicy } from './lookUp';
import { retryInSlots } from './slots';

const INSTAGRAM_FIELDS =
	'name,username,profile_pic,follower_count,is_user_follow_business,is_business_follow_user,is_verified_user';

/**
 * https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api/user-profile,
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/user-profile,
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/identity/user-profile
 */
const FIELDS: Readonly<Record<FlavourName, string>> = {
	instagramLogin: INSTAGRAM_FIELDS,
	instagramPage: INSTAGRAM_FIELDS,
	messenger: 'first_name,last_name,profile_pic',
};

/** "User consent is required to access user profile." */
const CONSENT_REQUIRED = 230;

/** What Meta tells about a customer, as it answers it. Rejects with a GraphError. */
export async function readProfile(
	client: GraphClient,
	customerId: string,
	policy: LookUpPolicy,
): Promise<GraphObject> {
	const fields = FIELDS[client.account.flavour.name];
	const path = `/${encodeURIComponent(customerId)}`;
	try {
		return await retryInSlots(client.account, policy, undefined, async () => {
			return await client.call({ method: 'GET', path, query: { fields }, delivers: false });
		});
	} catch (failure) {
		throw failure instanceof GraphError ? explainProfileRefusal(client, failure) : failure;
	}
}

/** The codes that mean something else on a person than on an account. */
function explainProfileRefusal({ account }: GraphClient, failure: GraphError): GraphError {
	const { code, subcode } = failure.meta;
	if (code === CONSENT_REQUIRED) {
		return failure.with({
			code: 'permission_denied',
			what: 'The customer has not agreed yet to show their profile to this account',
			fix: 'Consent comes with writing: once they send a message or tap an ice breaker or menu item, the profile can be read. A comment or an ad click alone is not enough',
		});
	}
	if (code === 33 || (code === 100 && subcode === 33)) {
		const { code: name, what, fix } = render(RECIPIENT_UNKNOWN, account.flavour);
		return failure.with({ code: name, what, fix });
	}
	return failure;
}
