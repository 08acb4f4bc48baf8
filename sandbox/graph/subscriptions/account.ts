import { readFieldNames } from '../../webhooks/fieldNames';
import { WEBHOOK_RULES } from '../../webhooks/fields';
import type { Call } from '../call';

/**
 * `POST …/subscribed_apps?subscribed_fields=…`: the account's entry for the token's app, whole.
 * Source: Meta, "Webhooks for the Messenger Platform", "Instagram webhooks".
 * @throws GraphError 100 naming a field that the account does not have
 */
export function subscribeAccount({ world, account, request }: Call): object {
	const { accountObject } = WEBHOOK_RULES[account.flavour];
	const value = request.params.subscribed_fields;
	const fields = readFieldNames(value, 'subscribed_fields', accountObject);
	world.subscriptions.setAccount(account, fields);
	return { success: true };
}

export function showSubscribedApps({ world, account }: Call): object {
	const fields = world.subscriptions.ofAccount(account);
	if (fields === undefined) return { data: [] };
	const app = {
		category: 'Business',
		link: 'https://svara.example/',
		name: `App of ${account.name}`,
		id: account.appId,
	};
	return { data: [{ ...app, subscribed_fields: fields }] };
}

export function unsubscribeAccount({ world, account }: Call): object {
	world.subscriptions.removeAccount(account);
	return { success: true };
}
