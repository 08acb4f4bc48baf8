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

/** What to answer, and what to run. */
export type Reception =
	| { kind: 'handshake'; status: 200; text: string }
	| { kind: 'refused'; status: 401 | 403 | 405 }
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
		const isSafe = !givesAwaySecret(handshakeReply, verifyToken, secrets);
		const text = isSafe && answerHandshake(request.query, verifyToken, handshakeReply);
		if (text === false || text === undefined) return { kind: 'refused', status: 403 };
		return { kind: 'handshake', status: 200, text };
	}
	if (request.method !== 'POST') return { kind: 'refused', status: 405 };
	if (!isTrusted(request, settings)) return { kind: 'refused', status: 401 };
	return read(request.rawBody, settings);
}

function isTrusted({ headers, rawBody }: WebhookRequest, settings: WebhookSettings): boolean {
	const { secrets, signatureHeader, allowUnsigned } = settings;
	if (secrets.length === 0) return allowUnsigned;
	const verdict = checkSignature(rawBody, headers[signatureHeader], secrets);
	return verdict === 'valid' || (verdict === 'missing' && allowUnsigned);
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
