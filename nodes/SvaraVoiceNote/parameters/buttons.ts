import type { INodeProperties } from 'n8n-workflow';

import { TEMPLATE_LIMITS, type Button } from '../../../lib/graph';
import { assertShort, rowsIn, type Row } from './collection';
import { chosen, invalid, singleText, webAddress } from './values';

/** Buttons of a template or of the persistent menu. */
export const buttonsField = (rest: Partial<INodeProperties>): INodeProperties => ({
	displayName: 'Buttons',
	name: 'buttons',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Button',
	default: {},
	...rest,
	options: [
		{
			displayName: 'Button',
			name: 'button',
			values: [
				{
					displayName: 'When Tapped',
					name: 'kind',
					type: 'options',
					options: [
						{
							name: 'Open Link',
							value: 'web_url',
							description: 'A web page opens',
						},
						{
							name: 'Start Workflow',
							value: 'postback',
							description: 'The payload comes back as the event Postback of the trigger',
						},
					],
					default: 'postback',
				},
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Book a table',
					description: 'What the button says, at most 20 characters',
				},
				{
					displayName: 'Payload',
					name: 'payload',
					type: 'string',
					default: '',
					displayOptions: { show: { kind: ['postback'] } },
					placeholder: 'e.g. BOOK_TABLE',
					description:
						'What the trigger outputs when the button is tapped. The title when left empty.',
				},
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					default: '',
					displayOptions: { show: { kind: ['web_url'] } },
					placeholder: 'e.g. https://example.com/menu',
					description: 'The page that opens',
				},
			],
		},
	],
});

const EXAMPLE = '{ "button": [{ "title": "Yes", "payload": "YES" }] }';

/**
 * @param where what the buttons belong to, for sentences
 * @throws SvaraError `invalid_input` for what Meta would refuse
 */
export function readButtons(value: unknown, where: string, maxCount: number): Button[] {
	const rows = rowsIn(value, 'button', where, EXAMPLE);
	if (rows.length > maxCount) {
		throw invalid(`'${where}' has ${rows.length} buttons`, `Keep at most ${maxCount}`);
	}
	return rows.map((row, index) => readButton(row, `Button ${index + 1} of '${where}'`));
}

function readButton(row: Row, where: string): Button {
	const kind = chosen(singleText(row.kind, 'When Tapped'), 'When Tapped', ['postback', 'web_url']);
	const title = singleText(row.title, 'Title');
	if (title === '') throw invalid(`${where} has no title`, 'Enter what the button says');
	assertShort(title, TEMPLATE_LIMITS.buttonTitleCharacters, `${where} has a title`);
	if (kind === 'web_url') return { kind, title, url: webAddress(row.url, 'URL', 'page') };
	const payload = singleText(row.payload, 'Payload') || title;
	assertShort(payload, TEMPLATE_LIMITS.payloadCharacters, `${where} has a payload`);
	return { kind, title, payload };
}
