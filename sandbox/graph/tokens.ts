import { createHmac } from 'node:crypto';

import type { SandboxAccount, TokenRecord, TokenState } from '../model/accounts';
import type { ErrorName } from '../model/errorTable';
import { isInstagramHost } from '../model/flavours';
import { GraphError, renderError } from '../model/graphError';
import { newTokenValue } from '../model/ids';
import { requireOneOf, requireString } from '../model/parameters';
import type { World } from '../world/world';
import type { GraphRequest } from './request';

const HOUR_MS = 60 * 60 * 1000;

/** What Meta reports as the life of a fresh long-lived token, seconds (60 days, minus a bit). */
const REFRESHED_LIFETIME_SECONDS = 5_183_944;

/** A token of Business Login lives an hour. Source: as above. */
const SHORT_LIFETIME_MS = HOUR_MS;

/** A token younger than this cannot be refreshed. Source: Meta, "Business Login for Instagram". */
const MIN_AGE_TO_REFRESH_MS = 24 * HOUR_MS;

/**
 * Finds whose call this is. The token may stand in the query, the body or the header.
 * @throws GraphError code 190, or 104 without a token, or 100 with a wrong `appsecret_proof`
 */
export function authenticate(world: World, request: GraphRequest): TokenRecord {
	const value = tokenOf(request);
	if (value === undefined) {
		throw new GraphError(
			isInstagramHost(request.host) ? 'tokenMissingOnInstagram' : 'tokenMissing',
			{},
			challenge('invalid_request'),
		);
	}
	const token = world.findToken(value);
	if (token === undefined || token.host !== request.host || token.state === 'wrongHost') {
		throw new GraphError('tokenUnparsable', {}, challenge('invalid_token'));
	}
	refuseInvalidToken(world, token);
	checkProof(token, request);
	return token;
}

/**
 * `appsecret_proof`: the token under the app's secret. Checked wherever it is given, wanted where the app
 * says so; Meta documents it for graph.facebook.com alone. Source: Meta, "Secure Graph API calls".
 */
function checkProof({ value, account }: TokenRecord, { host, params }: GraphRequest): void {
	if (isInstagramHost(host)) return;
	const { appsecret_proof: proof } = params;
	if (proof === undefined) {
		if (account.requiresAppSecretProof) throw new GraphError('proofMissing');
		return;
	}
	const expected = createHmac('sha256', account.appSecret).update(value).digest('hex');
	if (proof !== expected) throw new GraphError('proofWrong');
}

function refuseInvalidToken(world: World, token: TokenRecord): void {
	const reason = whyInvalid(world, token);
	if (reason === undefined) return;
	throw new GraphError(reason.kind, reason.values, challenge('invalid_token'));
}

/** Why a token no longer works; where several reasons hold, the state comes before the date. */
function whyInvalid(
	world: World,
	token: TokenRecord,
): { kind: ErrorName; values: Record<string, string> } | undefined {
	const now = world.clock.now();
	const isExpired = token.expiresAt !== null && token.expiresAt <= now;
	const kind = invalidStates[token.state] ?? (isExpired ? 'tokenExpired' : undefined);
	if (kind === undefined) return undefined;
	const values = {
		appId: token.account.appId,
		expiredAt: metaDate(token.expiresAt ?? now),
		now: metaDate(now),
	};
	return { kind, values };
}

const invalidStates: Partial<
	Record<TokenState, 'tokenPasswordChanged' | 'tokenRevoked' | 'tokenRoleLost'>
> = {
	passwordChanged: 'tokenPasswordChanged',
	revoked: 'tokenRevoked',
	roleLost: 'tokenRoleLost',
};

/** Whose call this is, whatever else is wrong with it. */
export const accountOfToken = (world: World, request: GraphRequest): SandboxAccount | undefined =>
	world.findToken(tokenOf(request) ?? '')?.account;

/** @throws GraphError if the token lacks `scope` */
export function requireScope(token: TokenRecord, scope: string, kind: ErrorName): void {
	if (!token.scopes.includes(scope)) throw new GraphError(kind, { scope });
}

/** `GET /refresh_access_token`: a new 60-day token for a valid one that is at least a day old. */
export function refreshToken(world: World, request: GraphRequest): Record<string, unknown> {
	requireOneOf(request.params.grant_type, ['ig_refresh_token'], 'grant_type');
	const old = authenticate(world, request);
	requireScope(old, 'instagram_business_basic', 'permissionNotGranted');
	const now = world.clock.now();
	if (now - old.issuedAt < MIN_AGE_TO_REFRESH_MS) throw new GraphError('tokenTooYoung');
	return longLived(world, old);
}

/**
 * `GET /access_token`: a 60-day token for one that lives an hour, which Business Login gives. Source: as
 * above; the errors' codes are those of Facebook's exchange.
 * @throws GraphError 101 for a wrong app secret, 452 for a token that lives longer already
 */
export function exchangeToken(world: World, request: GraphRequest): Record<string, unknown> {
	requireOneOf(request.params.grant_type, ['ig_exchange_token'], 'grant_type');
	const secret = requireString(request.params.client_secret, 'client_secret');
	const token = authenticate(world, request);
	if (secret !== token.account.appSecret) throw new GraphError('clientSecretWrong');
	const isShortLived =
		token.expiresAt !== null && token.expiresAt - token.issuedAt <= SHORT_LIFETIME_MS;
	if (!isShortLived) throw new GraphError('tokenNotShortLived');
	return longLived(world, token);
}

function longLived(world: World, old: TokenRecord): Record<string, unknown> {
	const now = world.clock.now();
	const fresh: TokenRecord = {
		...old,
		value: newTokenValue(old.host),
		issuedAt: now,
		expiresAt: now + REFRESHED_LIFETIME_SECONDS * 1000,
	};
	world.addToken(fresh);
	return {
		access_token: fresh.value,
		token_type: 'bearer',
		expires_in: REFRESHED_LIFETIME_SECONDS,
		permissions: fresh.scopes.join(','),
	};
}

/** The accounts an app has. */
export const appOf = (world: World, appId: string): SandboxAccount[] =>
	world.accounts.filter((account) => account.appId === appId);

/**
 * Whose app token (`{app id}|{app secret}`) a call carries: any account of that app.
 * @throws GraphError 104 without a token, 15 for a token of an account, 101 for an unknown app, 190 for
 * a wrong secret and for nonsense
 */
export function requireAppToken(world: World, request: GraphRequest): SandboxAccount {
	const value = tokenOf(request);
	if (value === undefined) throw new GraphError('tokenMissing', {}, challenge('invalid_request'));
	const account = world.accounts.find((each) => value === `${each.appId}|${each.appSecret}`);
	if (account !== undefined) return account;
	if (world.findToken(value) !== undefined) throw new GraphError('appTokenRequired');
	throw new GraphError(flawOf(world, value), {}, challenge('invalid_token'));
}

/** What is wrong with what may be an app's token. Sources: public issues with Meta's answers. */
function flawOf(world: World, value: string): ErrorName {
	const appId = /^(\d+)\|./.exec(value)?.[1];
	if (appId === undefined) return 'tokenUnparsable';
	return appOf(world, appId).length > 0 ? 'tokenSignature' : 'appUnknown';
}

/** `GET /debug_token`, for the app token (`{app id}|{app secret}`) of the token's own app. */
export function debugToken(world: World, request: GraphRequest): Record<string, unknown> {
	const app = requireAppToken(world, request);
	const input = world.findToken(requireString(request.params.input_token, 'input_token'));
	const isOfHost = input?.host === request.host;
	if (!isOfHost || input.account.appId !== app.appId) {
		const error = errorOf(world, isOfHost ? 'tokenOfOtherApp' : 'tokenUnparsable');
		return { data: { error, is_valid: false, scopes: [] } };
	}
	const reason = whyInvalid(world, input);
	return {
		data: {
			app_id: input.account.appId,
			type: 'PAGE',
			application: input.account.name,
			...(reason === undefined ? {} : { error: errorOf(world, reason.kind, reason.values) }),
			is_valid: reason === undefined,
			expires_at: input.expiresAt === null ? 0 : Math.floor(input.expiresAt / 1000),
			issued_at: Math.floor(input.issuedAt / 1000),
			scopes: input.scopes,
			profile_id: input.account.pageId,
		},
	};
}

/** The error that another call with the token would get, as data. */
function errorOf(world: World, kind: ErrorName, values = {}): Record<string, unknown> {
	const { language } = world.settings;
	const { error } = renderError(
		new GraphError(kind, values),
		'graph.facebook.com',
		language,
		'',
	).body;
	const { code, message, error_subcode: subcode } = error;
	return { code, message, ...(subcode === undefined ? {} : { subcode }) };
}

/** The token that a request carries, wherever it stands. */
export function tokenOf({
	params,
	authorization = '',
}: Pick<GraphRequest, 'params' | 'authorization'>): string | undefined {
	const parameter = params.access_token;
	if (typeof parameter === 'string' && parameter !== '') return parameter;
	return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization)?.[1];
}

const challenge = (reason: string): Record<string, string> => ({
	'WWW-Authenticate': `OAuth "Facebook Platform" "${reason}" "See the body for the reason."`,
});

/** As Meta prints dates in token texts: "Tuesday, 05-Jan-21 10:40:11 UTC". */
function metaDate(ms: number): string {
	const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(ms)
		.toUTCString()
		.replace(',', '')
		.split(' ');
	const long = DAYS[weekday] ?? weekday;
	return `${long}, ${day}-${month}-${year.slice(2)} ${time} UTC`;
}

const DAYS: Record<string, string> = {
	Mon: 'Monday',
	Tue: 'Tuesday',
	Wed: 'Wednesday',
	Thu: 'Thursday',
	Fri: 'Friday',
	Sat: 'Saturday',
	Sun: 'Sunday',
};
