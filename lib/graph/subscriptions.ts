import { asId } from '../jsonValues';
import type { GraphAccount } from './account';
import type { GraphClient, GraphObject } from './client';
import { FLAVOURS } from './flavours';
import { withRetry } from './retry';
import type { App } from './tokens';
import type { WebhookObject } from './webhookFields';

/** Where an app gets the webhooks of one object. Meta allows one callback per app and object. */
export interface AppSubscription {
	callbackUrl: string;
	/** False after Meta has switched it off because the callback kept failing. */
	isActive: boolean;
	fields: string[];
}

/** Somebody may be waiting in the editor: one more try, no long waits. */
const POLICY = { maxRetries: 1 } as const;

/**
 * The account's app, acting for itself: with its own token, and at the host that knows apps, whichever
 * login the account uses. A sandbox or gateway with Meta's host in its path is asked for the other.
 * https://developers.facebook.com/docs/facebook-login/guides/access-tokens#apptokens
 */
export function asApp(account: GraphAccount, app: App): GraphAccount {
	const accessToken = `${app.id}|${app.secret}`;
	return {
		...account,
		accessToken,
		baseUrl: account.baseUrl.replace(`/${account.flavour.host}/`, `/${FLAVOURS.messenger.host}/`),
		appSecretProof: undefined,
		secrets: [...account.secrets, accessToken],
	};
}

/**
 * Reads the app's subscription to an object, if there is one. Rejects with a GraphError.
 * https://developers.facebook.com/docs/graph-api/webhooks/subscriptions-edge
 * @param client acts as the app; see {@link asApp}
 */
export async function readAppSubscription(
	client: GraphClient,
	appId: string,
	object: WebhookObject,
): Promise<AppSubscription | undefined> {
	const answer = await call(client, { method: 'GET', path: `/${appId}/subscriptions` });
	const row = rowsOf(answer).find((each) => each.object === object);
	if (typeof row?.callback_url !== 'string') return undefined;
	return {
		callbackUrl: row.callback_url,
		isActive: row.active !== false,
		fields: namesOf(row.fields),
	};
}

/**
 * Makes the URL the app's callback for the object, in place of any other. Before it answers, Meta asks
 * the URL whether it agrees (handshake). Rejects with a GraphError.
 */
export async function subscribeApp(
	client: GraphClient,
	appId: string,
	subscription: {
		object: WebhookObject;
		callbackUrl: string;
		verifyToken: string;
		fields: readonly string[];
	},
): Promise<void> {
	const { object, callbackUrl, verifyToken, fields } = subscription;
	await call(client, {
		method: 'POST',
		path: `/${appId}/subscriptions`,
		body: {
			object,
			callback_url: callbackUrl,
			verify_token: verifyToken,
			fields: fields.join(','),
			include_values: true,
		},
	});
}

/** Takes the app's callback for the object away, whosever it is. Rejects with a GraphError. */
export async function unsubscribeApp(
	client: GraphClient,
	appId: string,
	object: WebhookObject,
): Promise<void> {
	await call(client, { method: 'DELETE', path: `/${appId}/subscriptions`, query: { object } });
}

/**
 * Reads which fields the account sends to the app; empty if the account is not subscribed. Rejects
 * with a GraphError.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks
 * @param appId of the app; rows that name no app are the token's own
 */
export async function readAccountFields(client: GraphClient, appId: string): Promise<string[]> {
	const path = `/${client.account.senderId}/subscribed_apps`;
	const rows = rowsOf(await call(client, { method: 'GET', path }));
	const own = rows.find((row) => asId(row.id) === undefined || asId(row.id) === appId);
	return namesOf(own?.subscribed_fields);
}

/** Subscribes the account to exactly these fields for the token's app. Rejects with a GraphError. */
export async function subscribeAccount(
	client: GraphClient,
	fields: readonly string[],
): Promise<void> {
	await call(client, {
		method: 'POST',
		path: `/${client.account.senderId}/subscribed_apps`,
		body: { subscribed_fields: fields.join(',') },
	});
}

async function call(
	client: GraphClient,
	request: Omit<Parameters<GraphClient['call']>[0], 'delivers'>,
): Promise<GraphObject> {
	return await withRetry(async () => await client.call({ ...request, delivers: false }), POLICY);
}

const rowsOf = ({ data }: GraphObject): GraphObject[] =>
	Array.isArray(data) ? data.filter((row): row is GraphObject => row !== null) : [];

/** Meta lists fields as names, or as objects with a name and a version. */
function namesOf(fields: unknown): string[] {
	if (!Array.isArray(fields)) return [];
	return fields
		.map((field: unknown) => (typeof field === 'string' ? field : (field as GraphObject).name))
		.filter((name) => typeof name === 'string');
}
