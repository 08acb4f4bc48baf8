import type { Platform } from '../platform';

/** What fits into one message. */
export interface MessageLimits {
	/** Instagram counts bytes of UTF-8, Messenger characters. */
	text: { max: number; unit: 'bytes' | 'characters' };
	images: number;
}

/**
 * https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api,
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
 */
export const MESSAGE_LIMITS: Readonly<Record<Platform, MessageLimits>> = {
	instagram: { text: { max: 1_000, unit: 'bytes' }, images: 10 },
	messenger: { text: { max: 2_000, unit: 'characters' }, images: 30 },
};

/** https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/quick-replies */
export const QUICK_REPLY_LIMITS = { count: 13, titleCharacters: 20, payloadCharacters: 1_000 };

/**
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/buttons
 * for the buttons; the other numbers are from the pages of the button and the generic template beside it.
 */
export const TEMPLATE_LIMITS = {
	buttons: 3,
	buttonTitleCharacters: 20,
	payloadCharacters: 1_000,
	textCharacters: 640,
	cards: 10,
	cardTitleCharacters: 80,
	cardSubtitleCharacters: 80,
};

/**
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/messenger-profile-api/ice-breakers
 * and .../messenger-platform/send-messages/persistent-menu, which recommends five items.
 */
export const PROFILE_LIMITS = { iceBreakers: 4, questionCharacters: 80, menuItems: 20 };

/** A text's length as the platform counts it. */
export function textLength(text: string, unit: MessageLimits['text']['unit']): number {
	return unit === 'bytes' ? Buffer.byteLength(text, 'utf8') : [...text].length;
}
