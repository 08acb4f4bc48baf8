import { BlockList, isIP } from 'node:net';

/** Not reachable from the internet: RFC 1918, 6598, 3927, 4193, 4291, 5735, 6890. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['224.0.0.0', 3],
] as const) {
	PRIVATE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
	['::', 127],
	['fc00::', 7],
	['fe80::', 10],
	['ff00::', 8],
] as const) {
	PRIVATE.addSubnet(network, prefix, 'ipv6');
}

/** Names that only a local resolver knows: RFC 6762, RFC 8375, RFC 6761, and Docker's habit. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa|test|invalid|example)$/;

/**
 * Whether Meta's servers could fetch this URL as far as its text tells: https, and a host that is
 * not private. Nothing is looked up.
 */
export function isPublicHttps(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { protocol, hostname } = new URL(url);
	if (protocol !== 'https:') return false;
	const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	const family = isIP(host);
	if (family !== 0) return !PRIVATE.check(host, family === 4 ? 'ipv4' : 'ipv6');
	return host.includes('.') && !LOCAL_NAME.test(host);
}
