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
	replyPrivately,
	replyPublicly,
	type PrivateReplyReceipt,
	type PublicReplyReceipt,
} from './comments';
export {
	listMessages,
	readMessages,
	type ConversationAttachment,
	type ConversationMessage,
} from './conversationMessages';
export {
	listConversations,
	readOwnIds,
	type Conversation,
	type ConversationPage,
} from './conversations';
export {
	GraphError,
	isRefused,
	KNOWN_META_CODES,
	metaErrorFor,
	type GraphErrorCode,
} from './errors';
export { FLAVOURS, type Flavour, type FlavourName } from './flavours';
export { identify, type Identity } from './identity';
export {
	MESSAGE_LIMITS,
	PROFILE_LIMITS,
	QUICK_REPLY_LIMITS,
	TEMPLATE_LIMITS,
	textLength,
} from './limits';
export type { LookUpPolicy } from './lookUp';
export type { AttachmentType } from './attachmentTypes';
export { sendMedia, type MediaDelivery, type MediaReceipt } from './media';
export {
	postShareMessage,
	stickerMessage,
	textMessage,
	type MediaFile,
	type MessageOptions,
	type QuickReply,
	type SenderAction,
} from './messages';
export {
	clearMessagingProfile,
	readMessagingProfile,
	writeMessagingProfile,
	type IceBreaker,
	type MessagingProfile,
	type ProfilePart,
} from './messagingProfile';
export { readWindow, type MessagingWindow } from './messagingWindow';
export { LocalRateLimiter, SLOT_INTERVAL_MS, type Bucket, type RateLimiter } from './rateLimiter';
export {
	contentOf,
	sendMessage,
	sendReaction,
	sendSenderAction,
	type MessageReceipt,
	type Receipt,
	type SendPolicy,
} from './posting';
export { readProfile } from './profile';
export { withRetry, type RetryPolicy } from './retry';
export { buttonTemplate, genericTemplate, type Button, type Card } from './templates';
export { controlThread, type ThreadAction, type ThreadControl } from './threadControl';
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
export { findEarlier, type MessageContent, type OtherSends } from './verifyDelivery';
export { wantedFields, type WantedFields, type WebhookObject } from './webhookFields';
