import { lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';

import { AxiosError } from 'axios';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

type OnLookup = (error: Error | null, addresses: Array<{ address: string }>) => void;

/** Axios settings of one request. */
export interface OutgoingSettings {
	proxy?: false;
	lookup?: (hostname: string, options: object, onLookup: OnLookup) => void;
	beforeRedirect?: (options: Record<string, unknown>) => void;
}

/**
 * Where the sandbox may call: this machine alone, unless whoever started it allowed more. What counts is
 * the address that a name resolves to, at every redirect anew. Unlike Meta, the sandbox calls `http:`.
 */
export class Outgoing {
	/**
	 * @param allowsRemote whether other machines may be called, by the proxy of the environment if there is one
	 * @param onRefused hears the name or address that was not called
	 */
	constructor(
		private readonly allowsRemote = false,
		private readonly onRefused: (hostname: string) => void = () => undefined,
	) {}

	/**
	 * What a request to `url` must be made with.
	 * @throws AxiosError for an address of another machine
	 */
	settingsFor(url: URL): OutgoingSettings {
		if (this.allowsRemote) return isLocalName(url.hostname) ? { proxy: false } : {};
		this.refuseRemoteAddress(url.hostname);
		return {
			proxy: false,
			lookup: (hostname, _options, onLookup) => this.lookUp(hostname, onLookup),
			beforeRedirect: ({ hostname }) => this.refuseRemoteAddress(String(hostname)),
		};
	}

	/** Names are judged when they are resolved, by the addresses that the connection then uses. */
	private refuseRemoteAddress(hostname: string): void {
		const address = withoutBrackets(hostname);
		if (isIP(address) !== 0 && !isLoopback(address)) throw this.refusal(hostname);
	}

	private lookUp(hostname: string, onLookup: OnLookup): void {
		lookup(hostname, { all: true }, (error, addresses) => {
			if (error !== null) return onLookup(error, []);
			const isHere = addresses.every(({ address }) => isLoopback(address));
			if (!isHere) return onLookup(this.refusal(hostname), []);
			onLookup(
				null,
				addresses.map(({ address }) => ({ address })),
			);
		});
	}

	private refusal(hostname: string): AxiosError {
		this.onRefused(hostname);
		return new AxiosError(`${hostname} is not this machine`, 'ERR_REMOTE_ADDRESS');
	}
}

const isLoopback = (address: string): boolean =>
	LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

const isLocalName = (hostname: string): boolean =>
	hostname === 'localhost' ||
	(isIP(withoutBrackets(hostname)) !== 0 && isLoopback(withoutBrackets(hostname)));

/** URLs write IPv6 addresses in brackets. */
const withoutBrackets = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');
