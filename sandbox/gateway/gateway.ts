import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { jsonReply, type Reply } from '../http/reply';
import type { SandboxAccount } from '../model/accounts';
import { CURRENT_VERSION, FLAVOURS } from '../model/flavours';
import type { GatewayConnection } from '../model/gateway';
import type { World } from '../world/world';

/** Graph's own path follows. The sandbox serves every host under its name. */
const PREFIX = '/gateway.hookmyapp.com/meta/';

/** What goes into a credential's Base URL, behind the sandbox's own address. */
export const GATEWAY_PATH = `${PREFIX}${CURRENT_VERSION}`;

const random = (bytes: number): string => randomBytes(bytes).toString('hex');

/** Puts a gateway between an account and its app: calls and webhooks go through it from now on. */
export function connectGateway(account: SandboxAccount): GatewayConnection {
	account.gateway = {
		accessToken: `hmat_live_${random(20)}`,
		signingSecret: random(32),
		verifyToken: random(16),
	};
	return account.gateway;
}

export const isForGateway = (pathname: string): boolean => pathname.startsWith(PREFIX);

/**
 * Passes a call on to Graph with Meta's token in place of the gateway's: the URL to answer, or the
 * gateway's own refusal. Changes the message's headers.
 * The starter kit: "Every call - GETs included - sends the bearer header: the gateway rejects access_token
 * query params." How it words that is published nowhere.
 */
export function throughGateway(world: World, message: IncomingMessage, url: URL): URL | Reply {
	const tokenInQuery = ['access_token', 'input_token'].find((name) => url.searchParams.has(name));
	if (tokenInQuery !== undefined) {
		return refusal(400, `${tokenInQuery} is not accepted in the query`);
	}
	const bearer = /^Bearer (.+)$/.exec(message.headers.authorization ?? '')?.[1];
	const account = world.accounts.find(({ gateway }) => gateway?.accessToken === bearer);
	if (bearer === undefined || account === undefined) {
		return refusal(401, 'Unknown gateway access token');
	}
	message.headers.authorization = `Bearer ${account.tokens.valid}`;
	const passedOn = new URL(url);
	passedOn.pathname = `/${FLAVOURS[account.flavour].host}/${url.pathname.slice(PREFIX.length)}`;
	return passedOn;
}

const refusal = (status: number, error: string): Reply => jsonReply(status, { error });
