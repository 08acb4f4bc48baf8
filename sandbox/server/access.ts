import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

import { jsonReply, type Reply } from '../http/reply';

/** Control calls, which may read and change everything. */
export const CONTROL_PATH = '/_sandbox/';

/**
 * How containers call the machine they run on. Nobody can own these names: `.internal` is reserved for
 * private use (ICANN, resolution 2024.07.29.06).
 */
const HOST_NAMES_IN_CONTAINERS = ['host.docker.internal', 'host.containers.internal'];

export interface AccessOptions {
	/** Default: a random one. */
	controlToken?: string | undefined;
	/** Names that the sandbox is reached by, besides addresses, `localhost` and what containers call it. */
	hostNames?: readonly string[];
}

/**
 * Who may ask the sandbox. Web pages of others are kept out: those that got a name of theirs to point here
 * (DNS rebinding) by the Host header, others by what browsers tell of a request's origin. Control calls
 * need the token that was made at the start.
 */
export class Access {
	readonly controlToken: string;
	private readonly hostNames: readonly string[];

	constructor({ controlToken, hostNames = [] }: AccessOptions = {}) {
		this.controlToken = controlToken ?? randomBytes(24).toString('base64url');
		this.hostNames = ['localhost', ...HOST_NAMES_IN_CONTAINERS, ...hostNames];
	}

	/** Why a request is not served; `undefined` if it is. */
	refusalOf(message: IncomingMessage, url: URL): Reply | undefined {
		const { host = '', origin } = message.headers;
		if (!this.isKnownHost(host)) {
			return forbidden(
				`The sandbox does not go by the name "${host}". Use its address, or start it with --url http://${host}`,
			);
		}
		if (origin !== undefined && !isSameHost(origin, host)) {
			return forbidden(
				`Web pages of ${origin} may not call the sandbox. Call it from a program, or from its own page.`,
			);
		}
		if (!url.pathname.startsWith(CONTROL_PATH)) return undefined;
		return this.controlRefusalOf(message);
	}

	/**
	 * The answer to the page's first link, which carries the token: a cookie for the page's control calls,
	 * and on to the page. The port is in the cookie's name, because browsers show cookies to every port.
	 */
	signIn(message: IncomingMessage, token: string): Reply {
		if (!this.isControlToken(token)) {
			return forbidden('That token is not valid. Open the link that the sandbox printed last.');
		}
		const cookie = `${cookieName(message)}=${this.controlToken}`;
		return {
			status: 303,
			headers: {
				Location: '/',
				'Set-Cookie': `${cookie}; Path=${CONTROL_PATH}; HttpOnly; SameSite=Strict`,
				'Cache-Control': 'no-store',
				'Referrer-Policy': 'no-referrer',
			},
			body: '',
		};
	}

	private controlRefusalOf(message: IncomingMessage): Reply | undefined {
		// https://www.w3.org/TR/fetch-metadata/ Pages on other ports are "same-site", and get the cookie.
		const site = message.headers['sec-fetch-site'];
		if (site !== undefined && site !== 'same-origin' && site !== 'none') {
			return forbidden("Only the sandbox's own page may make control calls in a browser.");
		}
		if (tokensOf(message).some((token) => this.isControlToken(token))) return undefined;
		const refusal = jsonReply(401, {
			error:
				'This call needs the control token. Open the link that the sandbox printed, or send the token as "Authorization: Bearer …".',
		});
		refusal.headers['WWW-Authenticate'] = 'Bearer realm="sandbox"';
		return refusal;
	}

	private isKnownHost(host: string): boolean {
		if (!URL.canParse(`http://${host}`)) return false;
		const { hostname } = new URL(`http://${host}`);
		const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
		return isAddress || this.hostNames.includes(hostname) || hostname.endsWith('.localhost');
	}

	/** In constant time. */
	private isControlToken(token: string): boolean {
		return timingSafeEqual(digest(token), digest(this.controlToken));
	}
}

/** Wherever a control token may stand. */
function tokensOf(message: IncomingMessage): string[] {
	const { authorization = '', cookie = '', 'x-sandbox-token': header = '' } = message.headers;
	const cookies = cookie.split('; ').map((pair) => pair.split('='));
	const ours = cookies.filter(([name]) => name === cookieName(message));
	const bearer = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '';
	return [bearer, String(header), ...ours.map(([, value = '']) => value)];
}

const cookieName = (message: IncomingMessage): string => `sandbox_${message.socket.localPort ?? 0}`;

/** The scheme does not count: there may be a proxy with TLS in between. */
const isSameHost = (origin: string, host: string): boolean =>
	URL.canParse(origin) && new URL(origin).host === new URL(`http://${host}`).host;

const forbidden = (error: string): Reply => jsonReply(403, { error });

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
