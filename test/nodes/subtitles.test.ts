import {
	Workflow,
	type INode,
	type INodeParameters,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';

import { SvaraTrigger } from '../../nodes/SvaraTrigger/SvaraTrigger.node';
import { RESOURCES } from '../../nodes/SvaraVoiceNote/operations';
import { SvaraVoiceNote } from '../../nodes/SvaraVoiceNote/SvaraVoiceNote.node';

/** What n8n's own expressions make of the subtitle of a node with these parameters. */
function subtitleOf(type: INodeType, parameters: INodeParameters): unknown {
	const node: INode = {
		id: '1',
		name: 'Node',
		type: type.description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: { getByNameAndVersion: () => type } as unknown as INodeTypes,
	});
	const { subtitle } = type.description;
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
}

describe('under Svara Voice Note', () => {
	const type = new SvaraVoiceNote();

	it.each([
		['voiceNote', 'send', 'instagram', 'Send voice note on Instagram'],
		['message', 'sendText', 'messenger', 'Send text on Messenger'],
		['voiceNote', 'convert', 'messenger', 'Convert voice note'],
	])('%s %s stands in words', (resource, operation, platform, words) => {
		expect(subtitleOf(type, { resource, operation, platform })).toBe(words);
	});

	it('every operation has words', () => {
		for (const { value: resource, operations } of RESOURCES) {
			for (const { value: operation, action } of operations) {
				expect(subtitleOf(type, { resource, operation })).toMatch(new RegExp(`^${action}`));
			}
		}
	});
});

it.each([
	[['voiceNote', 'message'], 'Instagram: Voice Note, Message'],
	[['deleted'], 'Instagram: Message Deleted'],
	[[], 'Instagram: '],
])('under Svara Trigger, the events %p stand in words', (events, words) => {
	expect(subtitleOf(new SvaraTrigger(), { events })).toBe(words);
});
