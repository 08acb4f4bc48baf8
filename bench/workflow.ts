import type { INodeParameters } from 'n8n-workflow';

import type { WorkflowDefinition } from '../test/engine/harness';

/** A manual trigger and one node of ours. */
export function workflowWith(parameters: INodeParameters): WorkflowDefinition {
	const start = {
		id: 'start',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	};
	return {
		nodes: [
			start,
			{ ...start, id: 'voice', name: 'Voice', type: 'n8n-nodes-svara.svaraVoiceNote', parameters },
		],
		connections: { Start: { main: [[{ node: 'Voice', type: 'main', index: 0 }]] } },
	};
}
