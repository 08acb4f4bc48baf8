/**
 * Axios settings that keep what stays on this machine away from a proxy for the outside world. Unlike
 * Meta, the sandbox calls `http:` and private addresses, so that n8n on localhost works.
 */
export function proxyFor(url: URL): { proxy?: false } {
	const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
	return isLoopback ? { proxy: false } : {};
}
