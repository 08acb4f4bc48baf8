export {
	DEFAULT_API_VERSION,
	splitSecrets,
	toAccount,
	type AccountSettings,
	type GraphAccount,
} from './account';
export { uploadAttachment, type AttachmentType } from './attachments';
export {
	createGraphClient,
	type GraphClient,
	type HttpRequest,
	type HttpResponse,
	type Send,
} from './client';
export { GraphError, type GraphErrorCode } from './errors';
export { FLAVOURS, type Flavour, type FlavourName, type Platform } from './flavours';
export { identify, type Identity } from './identity';
export { postSenderAction, type MediaFile, type MessageOptions } from './messages';
export { KNOWN_ANSWERS, meaningOf } from './metaErrors';
export { Pacer } from './pace';
export { withRetry, type RetryPolicy } from './retry';
export {
	asApp,
	readAccountFields,
	readAppSubscription,
	subscribeAccount,
	subscribeApp,
	unsubscribeApp,
	type AppSubscription,
	type MetaApp,
} from './subscriptions';
export { sendVoiceNote, type Handover, type VoiceNoteReceipt } from './voiceNotes';
export { wantedFields, type WantedFields, type WebhookObject } from './webhookFields';
