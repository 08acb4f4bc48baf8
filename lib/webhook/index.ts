/**
 * How a webhook passes through these files: a request's bytes → `handshake` or `signature` → `entries` (the
 * updates in it) → `events` (one item each) → `memory` (which of them are new).
 */
export type { WebhookEvent } from './events';
export { givesAwaySecret, HANDSHAKE_REPLIES, type HandshakeReply } from './handshake';
export { EVENT_NAMES, type EventName } from './names';
export {
	receive,
	type Reception,
	type RefusalReason,
	type WebhookRequest,
	type WebhookSettings,
} from './receive';
export { META_SIGNATURE_HEADER } from './signature';
