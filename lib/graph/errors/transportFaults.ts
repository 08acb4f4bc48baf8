/**
 * Faults that strike before a byte of the request has left: name resolution, connecting, TLS.
 * https://nodejs.org/api/errors.html#nodejs-error-codes, https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const BEFORE_SENDING = new Set([
	'EAI_AGAIN',
	'EAI_FAIL',
	'EAI_NODATA',
	'EADDRNOTAVAIL',
	'ECONNREFUSED',
	'EHOSTDOWN',
	'EHOSTUNREACH',
	'ENETDOWN',
	'ENETUNREACH',
	'ENOTFOUND',
	'EPROTO',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'CERT_REVOKED',
	'CERT_UNTRUSTED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_INVALID_URL',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'HOSTNAME_MISMATCH',
	'INVALID_CA',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

type Fault = { code?: unknown; name?: unknown; cause?: unknown; errors?: unknown };

/** Errors wrap each other (axios, fetch, happy eyeballs): the chain is looked through, but not for ever. */
const MAX_CHAIN = 6;

/**
 * Why no answer came, if it is certain that nothing had been sent: n8n's own protection blocked
 * the address, the execution was cancelled, or no connection came about. Undefined otherwise:
 * a time-out or a reset may have struck after Meta got everything.
 */
export function notSentBecause(
	fault: unknown,
): 'blocked' | 'cancelled' | 'notConnected' | undefined {
	for (const link of chainOf(fault)) {
		if (typeof link.name === 'string' && /^Ssrf/.test(link.name)) return 'blocked';
		if (link.name === 'CancelledBeforeSending') return 'cancelled';
		if (typeof link.code !== 'string') continue;
		if (BEFORE_SENDING.has(link.code) || link.code.startsWith('ERR_SSL_')) return 'notConnected';
	}
	return undefined;
}

function chainOf(fault: unknown): Fault[] {
	const chain: Fault[] = [];
	let next: unknown = fault;
	while (typeof next === 'object' && next !== null && chain.length < MAX_CHAIN) {
		const link = next as Fault;
		chain.push(link);
		next = link.cause ?? (Array.isArray(link.errors) ? link.errors[0] : undefined);
	}
	return chain;
}
