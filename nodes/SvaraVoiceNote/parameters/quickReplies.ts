import type { INodeProperties } from 'n8n-workflow';

import { QUICK_REPLY_LIMITS, type QuickReply } from '../../../lib/graph';
import { isObject } from '../../../lib/jsonValues';
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

/** @throws SvaraError `invalid_input` for what Meta would not show */
export function readQuickReplies(item: Item): QuickReply[] {
	const replies = repliesIn(readValue(item, 'quickReplies', {}));
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
		if ([...title].length > titleCharacters) {
			throw invalid(
				`${where} has a title of ${[...title].length} characters`,
				`Shorten it to ${titleCharacters}`,
			);
		}
		if ([...payload].length > payloadCharacters) {
			throw invalid(
				`${where} has a payload of ${[...payload].length} characters`,
				`Shorten it to ${payloadCharacters}`,
			);
		}
		return { title, payload };
	});
}

interface Reply {
	title?: unknown;
	payload?: unknown;
}

/** As the editor stores them, or one alone; an expression may yield anything. */
function repliesIn(value: unknown): Reply[] {
	if (value === undefined || value === null || value === '') return [];
	const { reply = [] } = isObject(value) ? value : { reply: value };
	const replies = [reply].flat();
	const isCollection = isObject(value) && (Object.keys(value).length === 0 || 'reply' in value);
	if (isCollection && replies.every(isObject)) return replies;
	throw invalid(
		"'Quick Replies' has another shape than expected",
		'Map { "reply": [{ "title": "Yes", "payload": "YES" }] } here, or add the replies one by one',
	);
}
