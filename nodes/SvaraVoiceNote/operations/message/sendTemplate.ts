import { buttonTemplate, genericTemplate, TEMPLATE_LIMITS } from '../../../../lib/graph';
import { buttonsField, readButtons } from '../../parameters/buttons';
import { cardsField, readCards } from '../../parameters/cards';
import { assertShort } from '../../parameters/collection';
import { readText, readValue, type Item } from '../../parameters/item';
import { MESSAGE_OPTIONS } from '../../parameters/sendOptions';
import { chosen, invalid, singleText } from '../../parameters/values';
import { postMessage } from '../../sending/postMessage';
import { EVERYWHERE } from '../availability';
import type { Operation } from '../operation';

const onlyFor = (templateType: string) => ({
	displayOptions: { show: { templateType: [templateType] } },
});

/** Sends a text with buttons that stay, or cards with pictures and buttons. */
export const sendTemplate: Operation = {
	value: 'sendTemplate',
	name: 'Send Template',
	description: 'Send a text with buttons, or cards with pictures and buttons',
	action: 'Send template',
	needs: 'message',
	reachesCustomers: true,
	availability: EVERYWHERE,
	fields: [
		{
			displayName: 'Template Type',
			name: 'templateType',
			type: 'options',
			options: [
				{
					name: 'Button',
					value: 'button',
					description: 'A text with up to 3 buttons under it',
				},
				{
					name: 'Generic',
					value: 'generic',
					description: 'Up to 10 cards with picture, title and buttons, to swipe through',
				},
			],
			default: 'button',
			description: 'What the message looks like',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			required: true,
			placeholder: 'e.g. What would you like to do?',
			description: 'Plain text above the buttons, at most 640 characters',
			...onlyFor('button'),
		},
		buttonsField({ description: 'Under the text: 1 to 3', ...onlyFor('button') }),
		cardsField,
	],
	options: MESSAGE_OPTIONS,

	async execute(sending) {
		const type = chosen(readText(sending, 'templateType'), 'Template Type', ['button', 'generic']);
		const message =
			type === 'button' ? readButtonTemplate(sending) : genericTemplate(readCards(sending));
		return await postMessage(sending, message);
	},
};

function readButtonTemplate(item: Item) {
	const text = singleText(readValue(item, 'text'), 'Text');
	if (text === '') throw invalid("'Text' is empty", 'Enter the text above the buttons');
	assertShort(text, TEMPLATE_LIMITS.textCharacters, "'Text' is a text");
	const buttons = readButtons(readValue(item, 'buttons', {}), 'Buttons', TEMPLATE_LIMITS.buttons);
	if (buttons.length > 0) return buttonTemplate(text, buttons);
	throw invalid("'Buttons' is empty", 'Add a button, or use the operation Send Text');
}
