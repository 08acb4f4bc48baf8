import type { SandboxAccount, TokenRecord, TokenState } from '../model/accounts';
import { FLAVOURS, isInstagramHost, type GraphHost } from '../model/flavours';
import { newTokenValue } from '../model/ids';
import type { World } from './world';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Long-lived Instagram User tokens last 60 days. Source: Meta, "Business Login for Instagram". */
const INSTAGRAM_TOKEN_LIFETIME_MS = 60 * DAY_MS;

/** What sets a state's token apart from a good one. */
interface TokenPlan {
	isOnOtherHost?: true;
	lacksMessaging?: true;
	expiresAgoMs?: number;
}

const TOKEN_PLANS: Record<TokenState, TokenPlan> = {
	valid: {},
	expired: { expiresAgoMs: DAY_MS },
	passwordChanged: {},
	revoked: {},
	wrongHost: { isOnOtherHost: true },
	missingPermission: { lacksMessaging: true },
	roleLost: {},
};

export const TOKEN_STATES = Object.keys(TOKEN_PLANS) as TokenState[];

/**
 * Adds a token of the account in the given state.
 * @param overrides e.g. `{ expiresAt }` or `{ scopes }`
 * @param newValue makes the token's text; random by default
 */
export function addToken(
	world: World,
	account: SandboxAccount,
	state: TokenState = 'valid',
	overrides: Partial<Omit<TokenRecord, 'account' | 'state'>> = {},
	newValue: (host: GraphHost) => string = newTokenValue,
): TokenRecord {
	const plan = TOKEN_PLANS[state];
	const rules = FLAVOURS[account.flavour];
	const host = plan.isOnOtherHost ? otherHost(rules.host) : rules.host;
	const now = world.clock.now();
	const goodUntil = isInstagramHost(host) ? now + INSTAGRAM_TOKEN_LIFETIME_MS : null;
	const token: TokenRecord = {
		value: newValue(host),
		account,
		host,
		state,
		scopes: rules.scopes.filter(
			(scope) => !(plan.lacksMessaging && scope === rules.messagingScope),
		),
		issuedAt: now - 2 * DAY_MS,
		expiresAt: plan.expiresAgoMs === undefined ? goodUntil : now - plan.expiresAgoMs,
		...overrides,
	};
	world.addToken(token);
	return token;
}

function otherHost(host: GraphHost): GraphHost {
	return host === 'graph.instagram.com' ? 'graph.facebook.com' : 'graph.instagram.com';
}
