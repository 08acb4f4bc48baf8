import { isIP } from 'node:net';

/** Good enough to tell somebody's laptop from the Internet; Meta resolves names, we do not. */
export function isPublicHttps(url: URL): boolean {
	const host = url.hostname.replace(/^\[|\]$/g, '');
	const isName = isIP(host) === 0;
	return url.protocol === 'https:' && isName && host.includes('.') && !host.endsWith('.local');
}

/** Axios settings that keep what stays on this machine away from a proxy for the outside world. */
export function proxyFor(url: URL): { proxy?: false } {
	const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
	return isLoopback ? { proxy: false } : {};
}
