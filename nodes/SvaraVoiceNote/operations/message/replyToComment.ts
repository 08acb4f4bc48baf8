import type { IDataObject } from 'n8n-workflow';

import { replyPrivately, replyPublicly, type SendPolicy } from '../../../../lib/graph';
import { toItem } from '../../execution/call';
import { CALL_OPTIONS } from '../../parameters/callOptions';
import { readId, readText, readValue } from '../../parameters/item';
import { assertFits } from '../../parameters/messageText';
import { idempotencyKey } from '../../parameters/sendOptions';
import { chosen, invalid, singleText } from '../../parameters/values';
import { postAsOwn } from '../../sending/postAsOwn';
import { postInTurn, type Posted } from '../../sending/postInTurn';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** Answers a comment: in the person's Direct messages (once a comment), or under the post. */
export const replyToComment: Operation = {
	value: 'replyToComment',
	name: 'Reply to Comment',
	description: 'Answer a comment in a message to the person who wrote it, or publicly',
	action: 'Reply to comment',
	needs: 'posting',
	reachesCustomers: true,
	availability: EVERYWHERE,
	fields: [
		{
			displayName: 'Comment ID',
			name: 'commentId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 17912345678901234',
			description: 'The comment to answer, as the event Comment of the trigger names it',
		},
		{
			displayName: 'Reply As',
			name: 'replyAs',
			type: 'options',
			options: [
				{
					name: 'Private Message',
					value: 'private',
					description: 'Only the person reads it. Once a comment, within seven days.',
				},
				{
					name: 'Public Comment',
					value: 'public',
					description: 'Everybody reads it under the comment',
				},
			],
			default: 'private',
			description: 'Who gets to read the reply',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			required: true,
			placeholder: 'e.g. Thank you! I have sent you a message.',
			description: 'Plain text. Meta takes no files or voice notes in replies to comments.',
		},
	],
	options: [...CALL_OPTIONS, idempotencyKey],

	async execute(posting) {
		const { client, platform } = posting;
		const commentId = readId(
			posting,
			'commentId',
			'Comment ID',
			"Map comment.id from the trigger's event Comment, for example {{ $json.comment.id }}",
		);
		const replyAs = chosen(readText(posting, 'replyAs'), 'Reply As', ['private', 'public']);
		const text = singleText(readValue(posting, 'text'), 'Text');
		if (text === '') throw invalid("'Text' is empty", 'Enter the reply');
		if (replyAs === 'private') assertFits(text, 'Text', platform);
		const send = async (policy: SendPolicy) =>
			replyAs === 'private'
				? await postAsOwn(posting, policy, async (asOwn) => {
						return await replyPrivately(client, commentId, text, asOwn);
					})
				: await replyPublicly(client, commentId, text, policy);
		const posted: Posted<IDataObject & { attempts: number }> = await postInTurn(
			posting,
			{ threadKey: `comment:${commentId}` },
			async (policy) => ({ ...(await send(policy)) }),
		);
		const status = 'skippedBecause' in posted ? 'skipped' : 'sent';
		return toItem(posting, { platform, commentId, replyAs, status, ...posted });
	},
};
