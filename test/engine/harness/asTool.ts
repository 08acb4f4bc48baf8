import {
	deepCopy,
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/**
 * The clone by which n8n offers a node with `usableAsTool` to agents: `convertNodeToAiTool` of
 * `packages/cli/src/tool-generation`, as far as running it goes.
 */
export function asTool(node: INodeType): INodeType {
	const { usableAsTool: _usableAsTool, ...own } = node.description;
	const description: INodeTypeDescription = {
		...own,
		properties: [
			{
				displayName: 'Tool Description',
				name: 'descriptionType',
				type: 'options',
				options: [
					{ name: 'Set Automatically', value: 'auto' },
					{ name: 'Set Manually', value: 'manual' },
				],
				default: 'auto',
			},
			{
				displayName: 'Description',
				name: 'toolDescription',
				type: 'string',
				default: own.description,
				displayOptions: { show: { descriptionType: ['manual'] } },
			},
			...deepCopy(own.properties),
		],
		name: `${own.name}Tool`,
		displayName: `${own.displayName} Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
	};
	return Object.assign(Object.create(node) as INodeType, { description });
}
