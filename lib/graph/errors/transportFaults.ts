/** Looking a name up and connecting: https://nodejs.org/api/errors.html#errorsyscall */
const BEFORE_SENDING_SYSCALLS = /^(?:getaddrinfo|connect|query[A-Z].*)$/;

/** What tells the same without naming a system call, from https://nodejs.org/api/errors.html#nodejs-error-codes */
const NEVER_CONNECTED = new Set([
	'EAI_AGAIN',
	'EAI_FAIL',
	'EAI_NODATA',
	'ECONNREFUSED',
	'ENOTFOUND',
	'ERR_INVALID_URL',
]);

/**
 * The server's certificate was not accepted: checked when the handshake ends, before the request goes.
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const BAD_CERTIFICATE = new Set([
	'CERT_CHAIN_TOO_LONG',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'CERT_REJECTED',
	'CERT_REVOKED',
	'CERT_SIGNATURE_FAILURE',
	'CERT_UNTRUSTED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'HOSTNAME_MISMATCH',
	'INVALID_CA',
	'INVALID_PURPOSE',
	'PATH_LENGTH_EXCEEDED',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
	'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

interface Fault {
	code?: unknown;
	name?: unknown;
	syscall?: unknown;
	cause?: unknown;
	errors?: unknown;
	/** Axios gives its errors the request they are about: a `http.ClientRequest`. */
	request?: { socket?: TlsSocketState | null } | null;
}

/** https://nodejs.org/api/tls.html#class-tlstlssocket */
interface TlsSocketState {
	encrypted?: unknown;
	destroyed?: unknown;
	authorized?: unknown;
	authorizationError?: unknown;
}

/** Errors wrap each other (axios, fetch, happy eyeballs): so many are looked at, in all. */
const MAX_LINKS = 12;

/**
 * Why no answer came, if it is certain that nothing had been sent: n8n's own protection blocked
 * the address, the execution was cancelled, or no connection came about. Undefined otherwise: the
 * same time-out, reset or TLS error may have struck after Meta got everything.
 */
export function notSentBecause(
	fault: unknown,
): 'blocked' | 'cancelled' | 'notConnected' | undefined {
	const links = linksOf(fault);
	if (links.some(({ name }) => typeof name === 'string' && /^Ssrf/.test(name))) return 'blocked';
	if (links.some(({ name }) => name === 'CancelledBeforeSending')) return 'cancelled';
	return neverConnected(links) || links.some(handshakeUnfinished) ? 'notConnected' : undefined;
}

/** The system call decides where one is named: `EHOSTUNREACH` can come from a connection in use, too. */
function neverConnected(links: Fault[]): boolean {
	const syscalls = links.flatMap(({ syscall }) => (typeof syscall === 'string' ? [syscall] : []));
	if (syscalls.length > 0) return syscalls.every((name) => BEFORE_SENDING_SYSCALLS.test(name));
	return links.some(
		({ code }) =>
			typeof code === 'string' && (NEVER_CONNECTED.has(code) || BAD_CERTIFICATE.has(code)),
	);
}

/**
 * Whether a TLS connection ended before its handshake had. The error does not tell: `EPROTO` and
 * `ERR_SSL_…` come before and after. The socket does: Node sets `authorized` or `authorizationError`
 * the moment the handshake is through (`onConnectSecure` in its lib/_tls_wrap.js), and until then
 * no byte of the request leaves.
 */
function handshakeUnfinished({ request }: Fault): boolean {
	const socket = request?.socket;
	if (socket?.encrypted !== true || socket.destroyed !== true) return false;
	return socket.authorized === false && socket.authorizationError === null;
}

function linksOf(fault: unknown): Fault[] {
	const links: Fault[] = [];
	const next = [fault];
	while (next.length > 0 && links.length < MAX_LINKS) {
		const link = next.shift();
		if (typeof link !== 'object' || link === null) continue;
		links.push(link);
		const { cause, errors } = link as Fault;
		next.push(cause, ...(Array.isArray(errors) ? (errors as unknown[]) : []));
	}
	return links;
}
