import type { INodeProperties } from 'n8n-workflow';

import { QUICK_REPLY_LIMITS, type QuickReply } from '../../../lib/graph';
import { assertShort, rowsIn } from './collection';
import { readValue, type Item } from './item';
import { invalid, singleText } from './values';

/** Buttons to answer by. */
export const quickReplies: INodeProperties = {
	displayName: 'Quick Replies',
	name: 'quickReplies',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Quick Reply',
	default: {},
	description: 'Buttons under the text, at most 13. Tapping one sends its title back.',
	options: [
		{
			displayName: 'Reply',
			name: 'reply',
			values: [
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Yes, please',
					description: 'What the button says, at most 20 characters',
				},
				{
					displayName: 'Payload',
					name: 'payload',
					type: 'string',
					default: '',
					placeholder: 'e.g. BOOKING_YES',
					description:
						'What the trigger outputs when the button is tapped. The title when left empty.',
				},
			],
		},
	],
};

const EXAMPLE = '{ "reply": [{ "title": "Yes", "payload": "YES" }] }';

/** @throws SvaraError `invalid_input` for what Meta would not show */
export function readQuickReplies(item: Item): QuickReply[] {
	const replies = rowsIn(readValue(item, 'quickReplies', {}), 'reply', 'Quick Replies', EXAMPLE);
	const { count, titleCharacters, payloadCharacters } = QUICK_REPLY_LIMITS;
	if (replies.length > count) {
		throw invalid(
			`${replies.length} quick replies are too many`,
			`Offer at most ${count} under one text`,
		);
	}
	return replies.map((each, index) => {
		const title = singleText(each.title, 'Title');
		// What a bot asks for by name may as well come back by name.
		const payload = singleText(each.payload, 'Payload') || title;
		const where = `'Quick Replies' number ${index + 1}`;
		if (title === '') throw invalid(`${where} has no title`, 'Enter what the button says');
		assertShort(title, titleCharacters, `${where} has a title`);
		assertShort(payload, payloadCharacters, `${where} has a payload`);
		return { title, payload };
	});
}
