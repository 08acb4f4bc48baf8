import { createHmac } from 'node:crypto';

import type { SandboxAccount } from '../model/accounts';

/** As Meta's webhook servers introduce themselves. Source: recorded requests. */
export const WEBHOOK_USER_AGENT = 'facebookexternalua';

/** How a delivery is signed: rightly, or in one of the ways that must not be believed. */
export type SignatureMode =
	| 'valid'
	/** No signature at all. */
	| 'missing'
	/** Signed with another app's secret. */
	| 'forged'
	/** Signed rightly, and then the body was changed. */
	| 'tampered'
	/** Only the old `X-Hub-Signature` (SHA-1). */
	| 'sha1Only'
	/** The right signature, cut off. */
	| 'truncated';

/** A body ready to be posted. */
export interface SignedBody {
	body: Buffer;
	headers: Record<string, string>;
}

/**
 * Signs the exact bytes as Meta does: hex HMAC with the app secret, SHA-256 and the older SHA-1.
 * Source: Meta, "Webhooks for the Messenger Platform: validate payloads".
 */
export function sign(body: Buffer, appSecret: string, mode: SignatureMode = 'valid'): SignedBody {
	const key = mode === 'forged' ? `not ${appSecret}` : appSecret;
	const sha1 = `sha1=${createHmac('sha1', key).update(body).digest('hex')}`;
	const sha256 = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
	const both = { 'X-Hub-Signature': sha1, 'X-Hub-Signature-256': sha256 };
	const signatures: Record<SignatureMode, Record<string, string>> = {
		valid: both,
		missing: {},
		forged: both,
		tampered: both,
		sha1Only: { 'X-Hub-Signature': sha1 },
		truncated: { 'X-Hub-Signature-256': sha256.slice(0, -8) },
	};
	return {
		body: mode === 'tampered' ? tamper(body) : body,
		headers: {
			'Content-Type': 'application/json',
			'User-Agent': WEBHOOK_USER_AGENT,
			Accept: '*/*',
			...signatures[mode],
		},
	};
}

/**
 * Signs a body as the account's app gets it: by Meta, or by the gateway between, which writes the body anew
 * (`JSON.stringify`) and signs with a header and a secret of its own. Meta's signature ends there.
 * Source: HookMyApp, webhook-starter-kit, "Signature verification".
 * @param key in place of the right one
 */
export function signFor(
	{ appSecret, gateway }: SandboxAccount,
	body: Buffer,
	mode?: SignatureMode,
	key?: string,
): SignedBody {
	if (gateway === undefined) return sign(body, key ?? appSecret, mode);
	const written = Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8'))));
	const signed = sign(written, key ?? gateway.signingSecret, mode);
	const {
		'X-Hub-Signature': _sha1,
		'X-Hub-Signature-256': signature,
		'User-Agent': _agent,
		...headers
	} = signed.headers;
	return {
		body: signed.body,
		headers:
			signature === undefined ? headers : { ...headers, 'X-HookMyApp-Signature-256': signature },
	};
}

/** One digit or letter inside becomes another, so that the body stays as well-formed as it was. */
function tamper(body: Buffer): Buffer {
	const text = body.toString('latin1');
	const at = text.search(/\d\D*$/);
	if (at < 0) return Buffer.concat([body, Buffer.from(' ')]);
	const other = String((Number(text[at]) + 1) % 10);
	return Buffer.from(text.slice(0, at) + other + text.slice(at + 1), 'latin1');
}
