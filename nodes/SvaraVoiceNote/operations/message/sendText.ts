import { textMessage } from '../../../../lib/graph';
import { readValue } from '../../parameters/item';
import { assertFits } from '../../parameters/messageText';
import { quickReplies, readQuickReplies } from '../../parameters/quickReplies';
import { MESSAGE_OPTIONS, onUnknownOutcome } from '../../parameters/sendOptions';
import { invalid, singleText } from '../../parameters/values';
import { postMessage } from '../../sending/postMessage';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

/** Sends a text, with buttons to answer by if wanted. */
export const sendText: Operation = {
	value: 'sendText',
	name: 'Send Text',
	description: 'Send a text, with quick replies if wanted',
	action: 'Send text',
	needs: 'message',
	reachesCustomers: true,
	availability: EVERYWHERE,
	fields: [
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			required: true,
			placeholder: 'e.g. Thank you, we are on it!',
			description:
				'Plain text. Up to 1,000 bytes on Instagram (about 1,000 English letters, fewer with accents or emoji) and 2,000 characters on Messenger.',
		},
		quickReplies,
	],
	options: [...MESSAGE_OPTIONS, onUnknownOutcome],

	async execute(sending) {
		const text = singleText(readValue(sending, 'text'), 'Text');
		if (text === '') throw invalid("'Text' is empty", 'Enter the text to send');
		assertFits(text, 'Text', sending.platform);
		return await postMessage(sending, textMessage(text, readQuickReplies(sending)));
	},
};
