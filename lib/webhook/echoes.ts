import { asId, type JsonObject } from '../jsonValues';
import type { Platform } from '../platform';

/** Who wrote what the account has sent. */
export type SentBy = 'this_app' | 'other_app' | 'person';

/**
 * Meta's inboxes, where people of the business write by hand.
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/conversation-routing
 * (Messenger's and Instagram's); the page on `message_echoes` prints Messenger's with fourteen digits:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/message-echoes
 */
const INBOX_APP_IDS: ReadonlySet<string> = new Set([
	'263902037430900',
	'26390203743090',
	'1217981644879628',
]);

/**
 * Who wrote an echo, by the app that sent it. Undefined where that cannot be told: for an app's id
 * while the own one is not known; and for none on Instagram, where some apps get no id with what they
 * have sent themselves (chatwoot and others compare message ids instead).
 *
 * @param ownAppId App ID of the credential; undefined where it is empty
 */
export function sentByOf(
	{ app_id }: JsonObject,
	platform: Platform,
	ownAppId: string | undefined,
): SentBy | undefined {
	const appId = asId(app_id);
	if (appId === undefined) return platform === 'messenger' ? 'person' : undefined;
	if (INBOX_APP_IDS.has(appId)) return 'person';
	if (ownAppId === undefined) return undefined;
	return appId === ownAppId ? 'this_app' : 'other_app';
}
