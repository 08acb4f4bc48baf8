import type { INodeProperties } from 'n8n-workflow';

import { TEMPLATE_LIMITS, type Card } from '../../../lib/graph';
import { buttonsField, readButtons } from './buttons';
import { assertShort, rowsIn, type Row } from './collection';
import { readValue, type Item } from './item';
import { invalid, singleText, webAddress } from './values';

/** Cards of a generic template. */
export const cardsField: INodeProperties = {
	displayName: 'Cards',
	name: 'cards',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Card',
	default: {},
	displayOptions: { show: { templateType: ['generic'] } },
	description: 'At most 10; several are swiped through',
	options: [
		{
			displayName: 'Card',
			name: 'card',
			values: [
				{
					displayName: 'Title',
					name: 'title',
					type: 'string',
					default: '',
					placeholder: 'e.g. Yoga for beginners',
					description: 'At most 80 characters. A card needs one thing besides its title.',
				},
				{
					displayName: 'Subtitle',
					name: 'subtitle',
					type: 'string',
					default: '',
					placeholder: 'e.g. Mondays at 6 pm',
					description: 'At most 80 characters',
				},
				{
					displayName: 'Image URL',
					name: 'imageUrl',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/yoga.jpg',
					description: 'A public address of a picture',
				},
				{
					displayName: 'Link URL',
					name: 'linkUrl',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/yoga',
					description: 'The page that a tap on the card opens',
				},
				buttonsField({ description: 'At most 3' }),
			],
		},
	],
};

const EXAMPLE = '{ "card": [{ "title": "Yoga", "subtitle": "Mondays" }] }';

/** @throws SvaraError `invalid_input` for what Meta would refuse */
export function readCards(item: Item): Card[] {
	const rows = rowsIn(readValue(item, 'cards', {}), 'card', 'Cards', EXAMPLE);
	if (rows.length === 0) throw invalid("'Cards' is empty", 'Add a card');
	if (rows.length > TEMPLATE_LIMITS.cards) {
		throw invalid(
			`${rows.length} cards are too many for one message`,
			`Send at most ${TEMPLATE_LIMITS.cards} at once`,
		);
	}
	return rows.map((row, index) => readCard(row, `Card ${index + 1}`));
}

function readCard(row: Row, where: string): Card {
	const title = singleText(row.title, 'Title');
	const subtitle = singleText(row.subtitle, 'Subtitle');
	if (title === '') throw invalid(`${where} has no title`, 'Enter one');
	assertShort(title, TEMPLATE_LIMITS.cardTitleCharacters, `${where} has a title`);
	assertShort(subtitle, TEMPLATE_LIMITS.cardSubtitleCharacters, `${where} has a subtitle`);
	const card: Card = {
		title,
		...(subtitle ? { subtitle } : {}),
		...(row.imageUrl ? { imageUrl: webAddress(row.imageUrl, 'Image URL', 'image') } : {}),
		...(row.linkUrl ? { linkUrl: webAddress(row.linkUrl, 'Link URL', 'page') } : {}),
		buttons: readButtons(row.buttons, `Buttons of ${where}`, TEMPLATE_LIMITS.buttons),
	};
	// "At least one property must be set in addition to title."
	if (Object.keys(card).length > 2 || card.buttons.length > 0) return card;
	throw invalid(
		`${where} has nothing but a title`,
		'Add a subtitle, an image, a link or a button; or send a text instead',
	);
}
