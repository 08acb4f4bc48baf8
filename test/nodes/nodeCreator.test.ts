import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { INodePropertyOptions } from 'n8n-workflow';

import { SvaraTrigger } from '../../nodes/SvaraTrigger/SvaraTrigger.node';
import { SvaraVoiceNote } from '../../nodes/SvaraVoiceNote/SvaraVoiceNote.node';

/** What n8n's node creator knows besides the description; its search looks at names and aliases. */
const codexOf = (path: string) =>
	JSON.parse(readFileSync(resolve(__dirname, '../../../nodes', path), 'utf8')) as {
		alias: string[];
		categories: string[];
	};
const ACTION = codexOf('SvaraVoiceNote/SvaraVoiceNote.node.json');
const TRIGGER = codexOf('SvaraTrigger/SvaraTrigger.node.json');

const action = new SvaraVoiceNote().description;
const trigger = new SvaraTrigger().description;

it.each([
	'facebook messenger',
	'instagram dm',
	'instagram direct',
	'voice message',
	'voice note',
	'audio message',
])('"%s" finds both nodes', (phrase) => {
	expect(ACTION.alias).toContain(phrase);
	expect(TRIGGER.alias).toContain(phrase);
});

it.each(['send audio', 'send voice note'])('"%s" finds the one that sends', (phrase) => {
	expect(ACTION.alias).toContain(phrase);
	expect(TRIGGER.alias).not.toContain(phrase);
});

it('the nodes stand in the same categories, and each leads to the other', () => {
	expect(ACTION.categories).toEqual(TRIGGER.categories);
	expect(action.description).toContain(trigger.displayName);
	expect(trigger.description).toContain(action.displayName);
});

it('sending a voice note is the first of the actions', () => {
	const [resources, operations] = ['resource', 'operation'].map(
		(field) => action.properties.find(({ name }) => name === field)?.options,
	) as [INodePropertyOptions[], INodePropertyOptions[]];

	expect(resources[0]?.value).toBe('voiceNote');
	expect(operations[0]?.action).toBe('Send voice note');
});
