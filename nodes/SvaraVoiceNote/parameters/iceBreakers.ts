import type { INodeProperties } from 'n8n-workflow';

import { PROFILE_LIMITS, TEMPLATE_LIMITS, type IceBreaker } from '../../../lib/graph';
import { assertShort, rowsIn } from './collection';
import { readValue, type Item } from './item';
import { invalid, singleText } from './values';

/** Questions that new customers can tap. */
export const iceBreakersField: INodeProperties = {
	displayName: 'Ice Breakers',
	name: 'iceBreakers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Question',
	default: {},
	description: 'Questions a new customer can tap, at most 4. Unchanged when left empty.',
	options: [
		{
			displayName: 'Question',
			name: 'question',
			values: [
				{
					displayName: 'Question',
					name: 'question',
					type: 'string',
					default: '',
					placeholder: 'e.g. Where are you?',
					description: 'What the customer taps, at most 80 characters',
				},
				{
					displayName: 'Payload',
					name: 'payload',
					type: 'string',
					default: '',
					placeholder: 'e.g. WHERE',
					description:
						'What the trigger outputs as the event Postback. The question when left empty.',
				},
			],
		},
	],
};

const EXAMPLE = '{ "question": [{ "question": "Where are you?", "payload": "WHERE" }] }';

/** @throws SvaraError `invalid_input` for what Meta would refuse */
export function readIceBreakers(item: Item): IceBreaker[] {
	const value = readValue(item, 'iceBreakers', {});
	const rows = rowsIn(value, 'question', 'Ice Breakers', EXAMPLE);
	if (rows.length > PROFILE_LIMITS.iceBreakers) {
		throw invalid(
			`${rows.length} ice breakers are too many`,
			`Keep at most ${PROFILE_LIMITS.iceBreakers}`,
		);
	}
	return rows.map((row, index) => {
		const where = `'Ice Breakers' number ${index + 1}`;
		const question = singleText(row.question, 'Question');
		if (question === '') throw invalid(`${where} has no question`, 'Enter what the customer taps');
		const payload = singleText(row.payload, 'Payload') || question;
		assertShort(question, PROFILE_LIMITS.questionCharacters, `${where} has a question`);
		assertShort(payload, TEMPLATE_LIMITS.payloadCharacters, `${where} has a payload`);
		return { question, payload };
	});
}
