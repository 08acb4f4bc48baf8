import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { INodePropertyOptions } from 'n8n-workflow';

import { FLAVOURS, wantedFields, type FlavourName } from '../../lib/graph';
import { EVENT_NAMES } from '../../lib/webhook';
import { eventsField } from '../../nodes/SvaraTrigger/description/events';
import { CHANGES, changes, messaging, UPDATES } from '../webhook/payloads';
import { choose, itemsOf } from '../webhook/support';

const OPTIONS = eventsField.options as INodePropertyOptions[];

/** The rows of docs/trigger.md's table of events, by the name in the editor. */
const DOCUMENTED = new Map(
	readFileSync(resolve(__dirname, '../../../docs/trigger.md'), 'utf8')
		.split('\n## ')
		.find((section) => section.startsWith('Events\n'))!
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.map(([, name = '', , instagram = '', messenger = '']) => [name, { instagram, messenger }]),
);

/** The fields the docs name for a kind of account; `–` for none. */
function documentedFields(name: string, flavour: FlavourName): string {
	const cell = DOCUMENTED.get(name)?.[FLAVOURS[flavour].platform] ?? '';
	const [instagramLogin = '', instagramPage = instagramLogin] =
		cell.split(', with Facebook login ');
	return flavour === 'instagramPage' ? instagramPage : instagramLogin;
}

it.each(EVENT_NAMES)('%s can be chosen in the editor', (event) => {
	expect(OPTIONS.filter(({ value }) => value === event)).toHaveLength(1);
});

it('the editor lists what is used most first, and nothing else than events', () => {
	expect(OPTIONS.slice(0, 2).map(({ name }) => name)).toEqual(['Voice Note', 'Message']);
	expect(OPTIONS).toHaveLength(EVENT_NAMES.length);
});

describe.each(OPTIONS)('docs/trigger.md on $name', ({ name, value }) => {
	it.each(Object.keys(FLAVOURS) as FlavourName[])('names a field for %s', (flavour) => {
		const documented = documentedFields(name, flavour);
		const { app } = wantedFields(flavour, [String(value)]);

		if (documented === '–' || documented === 'any') expect(app).toEqual(['messages']);
		else expect(app.map((field) => `\`${field}\``)).toContain(documented);
	});
});

it.each(EVENT_NAMES)('%s comes of an update of Meta’s', (event) => {
	const body = { ...messaging(Object.values(UPDATES)) };
	const [entry] = messaging(Object.values(UPDATES)).entry as object[];
	const standby = {
		object: 'instagram',
		entry: [{ ...entry, messaging: [], standby: [UPDATES.text] }],
	};
	const comments = changes(Object.values(CHANGES));
	const items = [body, standby, comments].flatMap((each) => itemsOf(each, choose(event)));

	expect(items.map((item) => item.event)).toContain(event);
});
