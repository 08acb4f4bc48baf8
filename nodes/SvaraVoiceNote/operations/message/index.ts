export { react } from './react';
export { replyToComment } from './replyToComment';
export { sendMedia } from './sendMedia';
export { sendSticker } from './sendSticker';
export { sendText } from './sendText';
export { senderAction } from './senderAction';
export { sharePost } from './sharePost';
export { unreact } from './unreact';
