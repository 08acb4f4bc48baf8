export {
	DEFAULT_API_VERSION,
	splitSecrets,
	toAccount,
	type AccountSettings,
	type GraphAccount,
} from './account';
export { uploadAttachment } from './attachments';
export {
	createGraphClient,
	type GraphClient,
	type GraphObject,
	type HttpRequest,
	type HttpResponse,
	type Send,
} from './client';
export {
	listConversations,
	readMessages,
	readOwnIds,
	type Conversation,
	type LookUpPolicy,
} from './conversations';
export { GraphError, type GraphErrorCode } from './errors';
export { FLAVOURS, type Flavour, type FlavourName } from './flavours';
export { identify, type Identity } from './identity';
export { MESSAGE_LIMITS, QUICK_REPLY_LIMITS, textLength } from './limits';
export type { AttachmentType } from './meanings';
export { sendMedia, type Handover, type MediaReceipt } from './media';
export {
	postShareMessage,
	stickerMessage,
	textMessage,
	type MediaFile,
	type MessageOptions,
	type QuickReply,
	type SenderAction,
} from './messages';
export { readWindow, type MessagingWindow } from './messagingWindow';
export { KNOWN_ANSWERS, meaningOf } from './metaErrors';
export { Pacer } from './pace';
export {
	sendMessage,
	sendReaction,
	sendSenderAction,
	type MessageReceipt,
	type Receipt,
	type SendPolicy,
} from './posting';
export { readProfile } from './profile';
export { withRetry, type RetryPolicy } from './retry';
export { inspectToken, refreshToken, type App, type TokenFacts } from './tokens';
export {
	asApp,
	readAccountFields,
	readAppSubscription,
	subscribeAccount,
	subscribeApp,
	unsubscribeApp,
	type AppSubscription,
} from './subscriptions';
export { UnsettledSends } from './unsettled';
export { wantedFields, type WantedFields, type WebhookObject } from './webhookFields';
