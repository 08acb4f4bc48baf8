import type { ErrorName } from './errorTable';

export type Flavour = 'instagramLogin' | 'instagramPage' | 'messenger';
export type GraphHost = 'graph.instagram.com' | 'graph.facebook.com';

/** The newest Graph version that the sandbox knows. */
export const CURRENT_VERSION = 'v26.0';

const MIB = 1024 * 1024;

/** Largest media by attachment type, bytes. Source: Meta, "Saving assets" (8 MB images, 25 MB others). */
export const MAX_MEDIA_BYTES: Record<MediaType, number> = {
	audio: 25 * MIB,
	video: 25 * MIB,
	file: 25 * MIB,
	image: 8 * MIB,
};

export type MediaType = 'audio' | 'video' | 'image' | 'file';

/** What differs between the three ways to message a customer. */
export interface FlavourRules {
	host: GraphHost;
	/** Where the customer reads it. */
	audience: 'instagram' | 'messenger';
	/** Value of the `platform` parameter, where the edge knows that parameter at all. */
	platform: 'instagram' | 'messenger' | undefined;
	/** `platform` must be present on uploads. */
	platformRequiredOnUpload: boolean;
	/** Multipart `filedata` and the `message_attachments` edge exist. */
	takesUploads: boolean;
	/** Permission the token needs to message. */
	messagingScope: string;
	scopes: readonly string[];
	/** Containers accepted as `audio`; `any` means whatever is audio. */
	audioContainers: readonly string[] | 'any';
	/** Longest text, counted as Meta counts it on this platform. */
	text: { unit: 'bytes' | 'characters'; max: number };
	imagesPerMessage: number;
	/** Sends per account and second. Source: Meta, "Rate limits" (audio and video share a bucket). */
	sendsPerSecond: { media: number; other: number };
	recipientKeys: readonly string[];
	messageKeys: readonly string[];
	attachmentTypes: readonly string[];
	/** Reactions the account may leave; none where Meta documents no such call. */
	reactions: 'none' | 'love' | 'anyEmoji';
	/** Edge of a comment that its public replies are posted to, and the permission for it. */
	repliesEdge: 'replies' | 'comments';
	commentingScope: string;
	/** Permission the token needs to subscribe its account to webhooks. */
	subscribingScope: string;
	/** How long a callback may fail, and whether the account is then unsubscribed. */
	webhookRetries: { forMs: number; thenUnsubscribes: boolean };
	/** The row of the error table for each of these situations. */
	errors: {
		unknownRecipient: ErrorName;
		windowClosed: ErrorName;
		missingPermission: ErrorName;
		threadOwnedByOtherApp: ErrorName;
		throttled: ErrorName;
		textTooLong: ErrorName;
		webPageInsteadOfMedia: ErrorName;
		noProfile: ErrorName;
		roleNeeded: ErrorName;
		audioFormNotTaken: ErrorName;
	};
}

const HOUR_MS = 60 * 60 * 1000;

/** "Webhooks disabled" after an hour. Source: Meta, "Webhooks for the Messenger Platform". */
const MESSENGER_RETRIES = { forMs: HOUR_MS, thenUnsubscribes: true };

/** Dropped after 36 hours. Source: Meta, "Instagram webhooks". */
const INSTAGRAM_RETRIES = { forMs: 36 * HOUR_MS, thenUnsubscribes: false };

const INSTAGRAM_AUDIO = ['aac', 'm4a', 'wav', 'mp4'] as const;
const INSTAGRAM_ATTACHMENTS = [
	'audio',
	'image',
	'video',
	'file',
	'like_heart',
	'MEDIA_SHARE',
	'template',
] as const;
const INSTAGRAM_MESSAGE_KEYS = ['text', 'attachment', 'attachments', 'quick_replies'] as const;

export const FLAVOURS: Record<Flavour, FlavourRules> = {
	instagramLogin: {
		host: 'graph.instagram.com',
		audience: 'instagram',
		platform: undefined,
		platformRequiredOnUpload: false,
		takesUploads: false,
		messagingScope: 'instagram_business_manage_messages',
		scopes: [
			'instagram_business_basic',
			'instagram_business_manage_messages',
			'instagram_business_manage_comments',
		],
		audioContainers: INSTAGRAM_AUDIO,
		text: { unit: 'bytes', max: 1000 },
		imagesPerMessage: 10,
		sendsPerSecond: { media: 10, other: 100 },
		recipientKeys: ['id', 'comment_id'],
		messageKeys: INSTAGRAM_MESSAGE_KEYS,
		repliesEdge: 'replies',
		commentingScope: 'instagram_business_manage_comments',
		subscribingScope: 'instagram_business_manage_messages',
		webhookRetries: INSTAGRAM_RETRIES,
		attachmentTypes: INSTAGRAM_ATTACHMENTS,
		// Any emoji. Source: Meta, "Send messages" (Instagram Login).
		reactions: 'anyEmoji',
		errors: {
			unknownRecipient: 'unknownInstagramUser',
			windowClosed: 'instagramWindowClosed',
			missingPermission: 'permissionNotGranted',
			threadOwnedByOtherApp: 'notThreadOwner',
			throttled: 'instagramRateLimit',
			textTooLong: 'invalidMessageData',
			webPageInsteadOfMedia: 'uploadFailure',
			noProfile: 'consentRequired',
			roleNeeded: 'advancedAccessMissing',
			audioFormNotTaken: 'audioFormNotTaken',
		},
	},
	instagramPage: {
		host: 'graph.facebook.com',
		audience: 'instagram',
		platform: 'instagram',
		platformRequiredOnUpload: true,
		takesUploads: true,
		messagingScope: 'instagram_manage_messages',
		scopes: [
			'instagram_basic',
			'instagram_manage_messages',
			'instagram_manage_comments',
			'pages_manage_metadata',
			'pages_messaging',
		],
		audioContainers: INSTAGRAM_AUDIO,
		text: { unit: 'bytes', max: 1000 },
		imagesPerMessage: 10,
		sendsPerSecond: { media: 10, other: 100 },
		recipientKeys: ['id', 'comment_id'],
		messageKeys: INSTAGRAM_MESSAGE_KEYS,
		repliesEdge: 'replies',
		commentingScope: 'instagram_manage_comments',
		subscribingScope: 'pages_manage_metadata',
		webhookRetries: MESSENGER_RETRIES,
		attachmentTypes: INSTAGRAM_ATTACHMENTS,
		// Meta's page for Page tokens shows `love` alone.
		reactions: 'love',
		errors: {
			unknownRecipient: 'unknownInstagramUser',
			windowClosed: 'instagramWindowClosed',
			missingPermission: 'pagePermissionMissing',
			threadOwnedByOtherApp: 'notThreadOwner',
			throttled: 'instagramRateLimit',
			textTooLong: 'invalidMessageData',
			webPageInsteadOfMedia: 'fileTypeNotAllowed',
			noProfile: 'consentRequired',
			roleNeeded: 'advancedAccessMissingOnPage',
			audioFormNotTaken: 'audioFormNotTaken',
		},
	},
	messenger: {
		host: 'graph.facebook.com',
		audience: 'messenger',
		platform: 'messenger',
		platformRequiredOnUpload: false,
		takesUploads: true,
		messagingScope: 'pages_messaging',
		scopes: [
			'pages_messaging',
			'pages_manage_engagement',
			'pages_manage_metadata',
			'pages_show_list',
		],
		audioContainers: 'any',
		text: { unit: 'characters', max: 2000 },
		imagesPerMessage: 30,
		sendsPerSecond: { media: 10, other: 300 },
		recipientKeys: ['id', 'comment_id', 'post_id', 'user_ref'],
		messageKeys: [...INSTAGRAM_MESSAGE_KEYS, 'metadata'],
		repliesEdge: 'comments',
		commentingScope: 'pages_manage_engagement',
		subscribingScope: 'pages_manage_metadata',
		webhookRetries: MESSENGER_RETRIES,
		attachmentTypes: ['audio', 'image', 'video', 'file', 'template'],
		reactions: 'none',
		errors: {
			unknownRecipient: 'unknownPageUser',
			windowClosed: 'messengerWindowClosed',
			missingPermission: 'pagePermissionMissing',
			threadOwnedByOtherApp: 'threadControlledByOtherApp',
			throttled: 'callsRateLimit',
			textTooLong: 'textTooLong',
			webPageInsteadOfMedia: 'fileTypeNotAllowed',
			noProfile: 'profileUnavailable',
			roleNeeded: 'appNotReviewed',
			audioFormNotTaken: 'uploadFailure',
		},
	},
};

/** Every flavour of a host: the host decides how errors look, not which account is meant. */
export const isInstagramHost = (host: GraphHost): boolean => host === 'graph.instagram.com';
