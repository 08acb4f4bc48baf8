import type { INodeProperties } from 'n8n-workflow';

import { properties } from '../../nodes/SvaraTrigger/description';

const notices = properties.filter(({ type }) => type === 'notice');

/** All that the editor leaves of a notice's HTML (n8n 2.41, `Notice.vue`): sentences in other tags run together. */
const KEPT_TAGS = ['a', 'li', 'ul'];

const tagsIn = ({ displayName }: INodeProperties) =>
	[...displayName.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag = '']) => tag);

it('the trigger tells in notices how to set it up', () => {
	expect(notices.map(({ name }) => name)).toEqual([
		'manualInstagramNotice',
		'manualMessengerNotice',
		'automaticNotice',
	]);
});

it.each(notices)('$name has only the tags that the editor keeps', (notice) => {
	expect(tagsIn(notice).filter((tag) => !KEPT_TAGS.includes(tag))).toEqual([]);
});

it.each(notices.filter(({ name }) => name.startsWith('manual')))(
	'$name gives every step a line of its own',
	({ displayName }) => {
		expect(displayName.split('<li>').length - 1).toBeGreaterThanOrEqual(5);
	},
);
