import { stickerMessage } from '../../../../lib/graph';
import { MESSAGE_OPTIONS } from '../../parameters/sendOptions';
import { postMessage } from '../../sending/postMessage';
import { onInstagramOnly } from '../availability';
import type { Operation } from '../operation';

/** Sends the heart, Instagram's one sticker. */
export const sendSticker: Operation = {
	value: 'sendSticker',
	name: 'Send Sticker',
	description: 'Send a heart',
	action: 'Send sticker',
	needs: 'message',
	reachesCustomers: true,
	availability: onInstagramOnly('hearts or shared posts'),
	fields: [],
	options: MESSAGE_OPTIONS,

	async execute(sending) {
		return await postMessage(sending, stickerMessage());
	},
};
