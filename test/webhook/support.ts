import { createHmac } from 'node:crypto';

import {
	EVENT_NAMES,
	receive,
	type EventName,
	type Reception,
	type WebhookRequest,
	type WebhookSettings,
} from '../../lib/webhook';
import { asMetaWrites } from './payloads';

export const SECRET = 'the-app-secret';

export const sign = (body: Uint8Array, secret = SECRET): string =>
	`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

export function settings(changes: Partial<WebhookSettings> = {}): WebhookSettings {
	return {
		platform: 'instagram',
		events: new Set(EVENT_NAMES),
		accountIds: new Set(),
		ownIds: new Set(),
		includeRaw: false,
		secrets: [SECRET],
		verifyToken: 'chosen-by-me',
		signatureHeader: 'x-hub-signature-256',
		allowUnsigned: false,
		handshakeReply: 'challenge',
		...changes,
	};
}

export const choose = (...events: EventName[]): Partial<WebhookSettings> => ({
	events: new Set(events),
});

export function post(body: unknown, headers?: WebhookRequest['headers']): WebhookRequest {
	const rawBody = body instanceof Uint8Array ? body : asMetaWrites(body);
	return {
		method: 'POST',
		query: {},
		headers: headers ?? { 'x-hub-signature-256': sign(rawBody) },
		rawBody,
	};
}

/** The items of a signed body. */
export function itemsOf(body: unknown, changes?: Partial<WebhookSettings>) {
	return eventsOf(receive(post(body), settings(changes))).map(({ json }) => json);
}

export function eventsOf(reception: Reception) {
	return reception.kind === 'accepted' ? reception.events : [];
}
