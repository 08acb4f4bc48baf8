export const MEGABYTE = 1024 * 1024;

/**
 * The largest audio, video or document that Meta takes as an attachment: 25 MB, which it does not define.
 * Read as 25 · 1024², so that nothing is refused here that Meta may take.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets
 */
export const MAX_ATTACHMENT_BYTES = 25 * MEGABYTE;
