import { parseJsonKeepingIds } from '../json';
import { isObject, type JsonObject } from '../jsonValues';
import { excessOf } from './bounds';
import { isAbout, updatesIn } from './entries';
import { toEvent, type EventChoice, type WebhookEvent } from './events';
import { answerHandshake, givesAwaySecret, type HandshakeReply } from './handshake';
import { checkSignature } from './signature';

/** An HTTP request, as far as it matters here. */
export interface WebhookRequest {
	method: string;
	/** Decoded; values that occur twice are arrays. */
	query: JsonObject;
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	/** The body's bytes as they arrived (after decompression), not parsed and written again. */
	rawBody: Uint8Array;
}

export interface WebhookSettings extends EventChoice {
	/** Any of them may have signed; none means that nothing can be verified. */
	secrets: readonly string[];
	verifyToken: string;
	/** In lower case. */
	signatureHeader: string;
	/** Whether a request without a signature counts. One with a wrong signature never does. */
	allowUnsigned: boolean;
	handshakeReply: HandshakeReply;
}

/** Why a request was refused; for the log, never for the answer. */
export type RefusalReason =
	| 'verifyTokenWrong'
	| 'verifyTokenIsSecret'
	| 'secretMissing'
	| 'signatureMissing'
	| 'signatureWrong';

/** What to answer, and what to run. */
export type Reception =
	| { kind: 'handshake'; status: 200; text: string }
	| { kind: 'refused'; status: 401 | 403; reason: RefusalReason }
	| { kind: 'refused'; status: 405; reason?: undefined }
	| {
			kind: 'accepted';
			status: 200;
			/** In Meta's order; empty if nothing in it was chosen. */
			events: WebhookEvent[];
			/** Why there was nothing to use, for the log. */
			warning?: string;
	  };

/** Ten times Meta's largest batch: https://developers.facebook.com/docs/graph-api/webhooks/getting-started */
const MAX_UPDATES = 10_000;

/**
 * Turns a request into an answer and events. Verifies first and parses after; whatever is wrong with
 * the request, it answers and never throws.
 */
export function receive(request: WebhookRequest, settings: WebhookSettings): Reception {
	if (request.method === 'GET') {
		const { verifyToken, handshakeReply, secrets } = settings;
		if (givesAwaySecret(handshakeReply, verifyToken, secrets)) {
			return refused(403, 'verifyTokenIsSecret');
		}
		const text = answerHandshake(request.query, verifyToken, handshakeReply);
		if (text === undefined) return refused(403, 'verifyTokenWrong');
		return { kind: 'handshake', status: 200, text };
	}
	if (request.method !== 'POST') return { kind: 'refused', status: 405 };
	const distrust = whyDistrusted(request, settings);
	return distrust === undefined ? read(request.rawBody, settings) : refused(401, distrust);
}

const refused = (status: 401 | 403, reason: RefusalReason): Reception => ({
	kind: 'refused',
	status,
	reason,
});

/** Undefined for a request that counts. */
function whyDistrusted(
	{ headers, rawBody }: WebhookRequest,
	{ secrets, signatureHeader, allowUnsigned }: WebhookSettings,
): RefusalReason | undefined {
	if (secrets.length === 0) return allowUnsigned ? undefined : 'secretMissing';
	const verdict = checkSignature(rawBody, headers[signatureHeader], secrets);
	if (verdict === 'wrong') return 'signatureWrong';
	return verdict === 'missing' && !allowUnsigned ? 'signatureMissing' : undefined;
}

/** Leaves out a byte order mark, which some gateways put in front. */
const UTF_8 = new TextDecoder();

function read(rawBody: Uint8Array, settings: WebhookSettings): Reception {
	const text = UTF_8.decode(rawBody);
	const excess = excessOf(text);
	if (excess !== undefined) return unusable(excess);
	const body = parseJsonKeepingIds(text);
	if (!isObject(body)) return unusable('its body is not a JSON object');
	if (!isAbout(body, settings.platform)) {
		return unusable(`it is not about ${settings.platform}, which this trigger listens to`);
	}
	const updates = updatesIn(body);
	if (updates.length === 0) return unusable('there is no update in it');
	if (updates.length > MAX_UPDATES) return unusable(`it holds more than ${MAX_UPDATES} updates`);
	const events = updates
		.map((update) => toEvent(update, settings))
		.filter((event) => event !== undefined);
	return { kind: 'accepted', status: 200, events };
}

const unusable = (warning: string): Reception => ({
	kind: 'accepted',
	status: 200,
	events: [],
	warning,
});
