import { PLATFORM_NAMES, type Platform } from '../platform';

/** The three ways to reach a customer's thread. What differs between them is data, here. */
export type FlavourName = 'instagramLogin' | 'instagramPage' | 'messenger';

export interface Flavour {
	name: FlavourName;
	platform: Platform;
	/** As people call it, for sentences. */
	displayName: string;
	host: string;
	/** Whose edges are used: the professional account itself, or the Page. */
	sender: 'igUserId' | 'page';
	/** Whether `message_attachments` and multipart sends are documented here. */
	takesUploads: boolean;
	/** Which reactions can be put under a message. */
	reactions: 'any' | 'love' | 'none';
	/** Whether Meta documents `debug_token` for its host. */
	inspectsTokens: boolean;
	/** Extra field an upload needs, so that Meta files it under the right platform. */
	uploadPlatform?: 'instagram';
	/** Whether Meta's host checks `appsecret_proof` for this kind of token. */
	takesAppSecretProof: boolean;
	/** What the credential calls the token, for fixes. */
	tokenField: string;
}

/**
 * Hosts and edges:
 * https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api (Instagram Login),
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message (through a Page),
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages (Messenger).
 * Uploads: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets
 * and https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/attachment-upload.
 * No upload is documented for graph.instagram.com, no reaction for Messenger.
 */
export const FLAVOURS: Readonly<Record<FlavourName, Flavour>> = {
	instagramLogin: {
		name: 'instagramLogin',
		platform: 'instagram',
		displayName: PLATFORM_NAMES.instagram,
		host: 'graph.instagram.com',
		sender: 'igUserId',
		takesUploads: false,
		reactions: 'any',
		inspectsTokens: false,
		takesAppSecretProof: false,
		tokenField: 'Access Token',
	},
	instagramPage: {
		name: 'instagramPage',
		platform: 'instagram',
		displayName: PLATFORM_NAMES.instagram,
		host: 'graph.facebook.com',
		sender: 'page',
		takesUploads: true,
		reactions: 'love',
		inspectsTokens: true,
		uploadPlatform: 'instagram',
		takesAppSecretProof: true,
		tokenField: 'Access Token',
	},
	messenger: {
		name: 'messenger',
		platform: 'messenger',
		displayName: PLATFORM_NAMES.messenger,
		host: 'graph.facebook.com',
		sender: 'page',
		takesUploads: true,
		reactions: 'none',
		inspectsTokens: true,
		takesAppSecretProof: true,
		tokenField: 'Page Access Token',
	},
};
