import type { INode, INodeParameters, IWorkflowSettings } from 'n8n-workflow';

import type { WorkflowDefinition } from './harness';

/** A manual trigger, and one node of ours called Voice behind it. */
export function workflowWith(
	parameters: INodeParameters,
	node: Partial<INode> = {},
	settings: IWorkflowSettings = {},
): WorkflowDefinition {
	const start: INode = {
		id: 'start',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const voice: INode = {
		...start,
		id: 'voice',
		name: 'Voice',
		type: 'n8n-nodes-svara.svaraVoiceNote',
		parameters,
		...node,
	};
	return {
		nodes: [start, voice],
		connections: { Start: { main: [[{ node: 'Voice', type: 'main', index: 0 }]] } },
		settings,
	};
}
