import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';

import { SvaraVoiceNote } from '../../nodes/SvaraVoiceNote/SvaraVoiceNote.node';

const { description } = new SvaraVoiceNote();

const nodeWith = (parameters: INodeParameters): INode => ({
	id: 'voice',
	name: 'Voice',
	type: 'n8n-nodes-svara.svaraVoiceNote',
	typeVersion: 1,
	position: [0, 0],
	parameters,
});

/** The fields for a recipient that the editor shows. */
function shownFields(parameters: INodeParameters) {
	const node = nodeWith({
		platform: 'instagram',
		resource: 'voiceNote',
		operation: 'send',
		...parameters,
	});
	return description.properties.filter(
		(property) =>
			property.name === 'recipientId' &&
			NodeHelpers.displayParameterPath(node.parameters, property, '', node, description),
	);
}

const locator = (value: string, mode = 'id') => ({ __rl: true, mode, value });

it.each([
	['a person from the list', locator('7249', 'list'), ['platform']],
	['an id', locator('7249'), ['platform']],
	['nothing yet', locator(''), ['platform']],
	['an expression', locator('={{ $json.customerId }}'), undefined],
	['an expression of the agent', locator("={{ $fromAI('to') }}"), undefined],
])('%s is one field, emptied with the platform or not', (_name, recipientId, dependsOn) => {
	const fields = shownFields({ recipientId });
	expect(fields.map(({ typeOptions }) => typeOptions?.loadOptionsDependsOn)).toEqual([dependsOn]);
});

it.each([
	['from the list', locator('7249', 'list')],
	['by expression', locator('={{ $json.customerId }}')],
	['as older workflows hold it', '7249'],
	['as an expression alone', '={{ $json.customerId }}'],
])('n8n keeps a recipient %s when it loads a workflow', (_name, recipientId) => {
	const { parameters } = nodeWith({ recipientId });
	const loaded = NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		true,
		false,
		nodeWith(parameters),
		description,
	);
	expect(loaded?.recipientId).toEqual(recipientId);
});
