import { postShareMessage } from '../../../../lib/graph';
import { readId } from '../../parameters/item';
import { MESSAGE_OPTIONS } from '../../parameters/sendOptions';
import { postMessage } from '../../sending/postMessage';
import { onInstagramOnly } from '../availability';
import type { Operation } from '../operation';

/** Shares a post that the account has published itself. */
export const sharePost: Operation = {
	value: 'sharePost',
	name: 'Share Post',
	description: 'Send a post this account has published',
	action: 'Share post',
	needs: 'message',
	reachesCustomers: true,
	availability: onInstagramOnly('hearts or shared posts'),
	fields: [
		{
			displayName: 'Post ID',
			name: 'postId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 17912345678901234',
			description: 'ID of a post this Instagram account has published itself',
		},
	],
	options: MESSAGE_OPTIONS,

	async execute(sending) {
		const fix = 'Enter the id of a post this account has published, as the Instagram API lists it';
		const postId = readId(sending, 'postId', 'Post ID', fix);
		return await postMessage(sending, postShareMessage(postId));
	},
};
