import tls from 'node:tls';

/**
 * Makes this process's clients trust a certificate, as NODE_EXTRA_CA_CERTS makes a process from its
 * start on.
 * @returns puts the former trust back
 */
export function trust(certificate: string): () => void {
	const { createSecureContext } = tls;
	tls.createSecureContext = (options) =>
		// Servers have a key, and trust nobody anew.
		createSecureContext(options?.key ? options : { ...options, ca: certificate });
	return () => {
		tls.createSecureContext = createSecureContext;
	};
}

/**
 * Makes this process's clients take any certificate, as NODE_TLS_REJECT_UNAUTHORIZED=0 does; a test
 * has a copy of the environment, which Node does not read.
 * @returns makes them particular again
 */
export function trustAnybody(): () => void {
	const connect = tls.connect as (options: tls.ConnectionOptions) => tls.TLSSocket;
	tls.connect = ((options: tls.ConnectionOptions) =>
		connect({ ...options, rejectUnauthorized: false })) as typeof tls.connect;
	return () => {
		tls.connect = connect as typeof tls.connect;
	};
}
