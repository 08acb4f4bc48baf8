import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where Meta puts its signature. https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks */
export const META_SIGNATURE_HEADER = 'x-hub-signature-256';

/** 32 bytes in hex; gateways leave the prefix out. */
const SIGNATURE = /^(?:sha256=)?([0-9a-f]{64})$/i;

export type SignatureVerdict = 'valid' | 'wrong' | 'missing';

/**
 * Whether the body was signed with one of the secrets: HMAC-SHA256 (RFC 2104) over the very bytes
 * that arrived. Meta signs them with unicode escaped, so JSON that was parsed and written again no
 * longer matches. Compared in constant time. Never throws.
 *
 * @param secrets any of them may have signed: app secrets during a rotation, a gateway's key
 */
export function checkSignature(
	body: Uint8Array,
	header: string | string[] | undefined,
	secrets: readonly string[],
): SignatureVerdict {
	if (header === undefined || header.length === 0) return 'missing';
	const hex = typeof header === 'string' ? SIGNATURE.exec(header.trim())?.[1] : undefined;
	if (hex === undefined) return 'wrong';
	const given = Buffer.from(hex, 'hex');
	const isSigned = secrets.some((secret) =>
		timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given),
	);
	return isSigned ? 'valid' : 'wrong';
}
