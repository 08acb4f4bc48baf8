import { asId } from '../jsonValues';
import type { GraphClient, GraphObject } from './client';
import { GraphError } from './errors';
import { withRetry, type RetryPolicy } from './retry';

/** What Meta tells about a token. */
export interface TokenFacts {
	isValid: boolean;
	/** Whether it was made with the app that asks; of another app's token Meta tells nothing else. */
	isOfApp: boolean;
	/** `PAGE`, `USER` and others. */
	type?: string;
	permissions: string[];
	/** Undefined for a token that ends only when its owner's password or role changes. */
	expiresAt?: Date;
	issuedAt?: Date;
}

export interface RefreshedToken {
	accessToken: string;
	expiresAt: Date;
	permissions?: string[];
}

/** Meta's app, whose own token `{id}|{secret}` asks about the tokens made for it. */
export interface App {
	id: string;
	secret: string;
}

/**
 * Asks Meta about the account's token. https://developers.facebook.com/docs/graph-api/reference/debug_token
 * Meta documents it for graph.facebook.com only. Rejects with a GraphError.
 */
export async function inspectToken(
	client: GraphClient,
	app: App,
	policy: RetryPolicy,
): Promise<TokenFacts> {
	const { accessToken } = client.account;
	const answer = await withRetry(
		async () =>
			await client.call({
				method: 'GET',
				path: '/debug_token',
				query: { input_token: accessToken },
				queryToken: `${app.id}|${app.secret}`,
				delivers: false,
			}),
		policy,
	);
	const facts = (answer.data ?? {}) as GraphObject;
	return {
		isValid: facts.is_valid === true,
		isOfApp: asId(facts.app_id) === app.id,
		...(typeof facts.type === 'string' ? { type: facts.type } : {}),
		permissions: textsOf(facts.scopes),
		...dated('expiresAt', facts.expires_at),
		...dated('issuedAt', facts.issued_at),
	};
}

/**
 * Exchanges a valid token of Instagram Login that is at least 24 hours old for one that lives for
 * sixty days. https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login
 * Rejects with a GraphError.
 */
export async function refreshToken(
	client: GraphClient,
	policy: RetryPolicy,
	now: () => number = Date.now,
): Promise<RefreshedToken> {
	const { accessToken, secrets } = client.account;
	const answer = await withRetry(async () => {
		return await client.call({
			method: 'GET',
			path: '/refresh_access_token',
			query: { grant_type: 'ig_refresh_token' },
			queryToken: accessToken,
			isUnversioned: true,
			delivers: false,
		});
	}, policy).catch((failure: unknown) => {
		if (!(failure instanceof GraphError)) throw failure;
		throw client.account.isMetaHost
			? explainRefreshRefusal(failure)
			: explainGatewayRefusal(failure);
	});
	const { access_token: fresh, expires_in: seconds, permissions } = answer;
	if (typeof fresh !== 'string' || fresh === '' || !(Number(seconds) > 0)) {
		throw new GraphError({
			code: 'meta_error',
			what: 'Meta answered without a new access token',
			fix: 'Run the item again; if it stays so, create a new token in your Meta app',
			delivered: 'no',
		});
	}
	secrets.push(fresh);
	return {
		accessToken: fresh,
		expiresAt: new Date(now() + Number(seconds) * 1000),
		...(permissions === undefined ? {} : { permissions: textsOf(permissions) }),
	};
}

/** Meta gives the same answer for a token that is too young and for an expired one. */
function explainRefreshRefusal(failure: GraphError): GraphError {
	if (failure.code !== 'invalid_token' || failure.meta.subcode !== undefined) return failure;
	return failure.with({
		what: 'Instagram did not refresh the access token',
		fix: "A token can be refreshed from 24 hours after it was made until it expires. If it is younger, run this again tomorrow; if it is older than 60 days, create a new one in your Meta app and paste it into 'Access Token' of the credential",
	});
}

/**
 * A gateway has Meta's token to itself and takes none in a query, which is the only place Meta documents
 * for this call: then the answer is not Graph's. https://github.com/hookmyapp/webhook-starter-kit
 * (src/providers/instagram.js)
 */
function explainGatewayRefusal(failure: GraphError): GraphError {
	const { code, httpStatus = 0 } = failure.meta;
	const isOfGateway = code === undefined && httpStatus >= 400 && httpStatus < 500;
	if (!isOfGateway) return explainRefreshRefusal(failure);
	return failure.with({
		what: "The gateway behind 'Base URL' did not refresh the access token",
		fix: "A gateway keeps Meta's token itself: renew it there. For a token of Meta's own, clear 'Base URL'",
	});
}

/** Meta writes scopes as a list, permissions as a list or as text with commas. */
function textsOf(value: unknown): string[] {
	const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
	return list.filter((each): each is string => typeof each === 'string' && each !== '');
}

/** Unix seconds; 0 stands for never. */
function dated<K extends string>(name: K, seconds: unknown): Partial<Record<K, Date>> {
	const value = Number(seconds);
	if (!(value > 0)) return {};
	return { [name]: new Date(value * 1000) } as Record<K, Date>;
}
