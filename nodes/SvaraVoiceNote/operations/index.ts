import type { Action } from '../execution/executeItems';
import { getAccount } from './account/get';
import { refreshAccountToken } from './account/refreshToken';
import { download } from './attachment/download';
import { upload } from './attachment/upload';
import { getMany } from './conversation/getMany';
import { getProfile } from './conversation/getProfile';
import { getWindow } from './conversation/getWindow';
import { react } from './message/react';
import { sendMediaMessage } from './message/sendMedia';
import { sendSticker } from './message/sendSticker';
import { sendText } from './message/sendText';
import { senderAction } from './message/senderAction';
import { sharePost } from './message/sharePost';
import { unreact } from './message/unreact';
import { convertVoiceNote } from './voiceNote/convert';
import { sendVoiceNote } from './voiceNote/send';

const sends = (work: Action['work']): Action => ({ work, sends: true });
const does = (work: Action['work']): Action => ({ work, sends: false });

/** Every operation, by `resource.operation`. */
export const ACTIONS: Readonly<Record<string, Action>> = {
	'account.get': does(getAccount),
	'account.refreshToken': does(refreshAccountToken),
	'attachment.download': does(download),
	'attachment.upload': does(upload),
	'conversation.getMany': does(getMany),
	'conversation.getProfile': does(getProfile),
	'conversation.getWindow': does(getWindow),
	'message.react': sends(react),
	'message.sendMedia': sends(sendMediaMessage),
	'message.sendSticker': sends(sendSticker),
	'message.sendText': sends(sendText),
	'message.senderAction': does(senderAction),
	'message.sharePost': sends(sharePost),
	'message.unreact': sends(unreact),
	'voiceNote.convert': does(convertVoiceNote),
	'voiceNote.send': sends(sendVoiceNote),
};
