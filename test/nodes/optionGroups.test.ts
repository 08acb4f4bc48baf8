import type { INodeProperties } from 'n8n-workflow';

import { SvaraVoiceNote } from '../../nodes/SvaraVoiceNote/SvaraVoiceNote.node';

const collections = new SvaraVoiceNote().description.properties.filter(
	({ name }) => name === 'options',
);

const namesOf = ({ options = [] }: INodeProperties) =>
	(options as INodeProperties[]).map(({ displayName }) => displayName);

const [ofVoiceNotes] = collections.filter(
	({ displayOptions }) => displayOptions?.show?.operation?.includes('send') === true,
);

it('the options of voice notes are grouped in the menu, each group in one piece', () => {
	const groups = namesOf(ofVoiceNotes!).map((name) => name.split(': ')[0]);
	const changes = groups.filter((group, at) => group !== groups[at - 1]);
	expect(changes).toEqual(['Conversation', 'Delivery', 'Safety', 'Sound']);
});

it.each(collections.map((each) => [each.displayOptions?.show?.operation?.join(), each] as const))(
	'%s has many options with groups, or few without, in n8n’s order',
	(_operation, collection) => {
		const names = namesOf(collection);
		const isGrouped = names.length > 5;
		for (const name of names) {
			expect(/^(Conversation|Delivery|Safety|Sound): \S/.test(name)).toBe(isGrouped);
		}
		expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')));
	},
);
