import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { QUICK_REPLY_LIMITS, type QuickReply } from '../../../lib/graph';
import { toText } from '../../shared/toText';
import { invalid } from './options';

/** @throws SvaraError `invalid_input` for what Meta would not show */
export function readQuickReplies(context: IExecuteFunctions, itemIndex: number): QuickReply[] {
	const value = context.getNodeParameter('quickReplies', itemIndex, {}) as unknown;
	const { reply = [] } = (value ?? {}) as { reply?: IDataObject[] | IDataObject };
	const replies = [reply].flat();
	const { count, titleCharacters, payloadCharacters } = QUICK_REPLY_LIMITS;
	if (replies.length > count) {
		throw invalid(
			`${replies.length} quick replies are too many`,
			`Offer at most ${count} under one text`,
		);
	}
	return replies.map((each, index) => {
		const title = toText(each.title);
		// What a bot asks for by name may as well come back by name.
		const payload = toText(each.payload) || title;
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
