import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';

import { properties } from '../../nodes/SvaraTrigger/description';
import { SvaraTrigger } from '../../nodes/SvaraTrigger/SvaraTrigger.node';

const { description } = new SvaraTrigger();
const notices = properties.filter(({ type }) => type === 'notice');

/** All that the editor leaves of a notice's HTML (n8n 2.41, `Notice.vue`): sentences in other tags run together. */
const KEPT_TAGS = ['a', 'li', 'ul'];

const tagsIn = (html: string) => [...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag = '']) => tag);

/** The notices somebody sees who has chosen so, one string a step. */
function stepsFor(parameters: INodeParameters): string[] {
	const node = { typeVersion: 1 } as INode;
	const seen = notices.filter((notice) =>
		NodeHelpers.displayParameter(parameters, notice, node, description),
	);
	return seen.flatMap(({ displayName }) => displayName.split('<li>').slice(1));
}

it.each(notices)('$name has only the tags that the editor keeps', ({ displayName }) => {
	expect(tagsIn(displayName).filter((tag) => !KEPT_TAGS.includes(tag))).toEqual([]);
});

it.each(notices)('$name has a heading and then one step a line', ({ displayName }) => {
	expect(displayName).toMatch(/^[^<]+(<a [^>]+>[^<]+<\/a>[^<]*)?:<ul>(<li>.+?\.<\/li>)+<\/ul>$/);
});

describe.each(['instagram', 'messenger'])('the steps for %s', (platform) => {
	it.each([
		['manual', ['Verify Token', 'Production URL', "'messages'", 'Test URL', 'another account']],
		['automatic', ['App ID', 'https', 'Test URL', 'another account']],
	])('with %s registration name %p', (registration, words) => {
		const steps = stepsFor({ platform, registration });

		for (const word of words) expect(steps.join('\n')).toContain(word);
		expect(new Set(steps).size).toBeGreaterThanOrEqual(6);
	});

	it('lead to no place of the other platform', () => {
		const steps = ['manual', 'automatic'].map((registration) =>
			stepsFor({ platform, registration }).join('\n'),
		);
		const speaksOfInstagram = /In the Instagram app/;

		for (const each of steps) expect(speaksOfInstagram.test(each)).toBe(platform === 'instagram');
	});
});
