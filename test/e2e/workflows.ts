import { randomUUID } from 'node:crypto';

import type { INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from './n8nApi';

/** Where production calls of {@link webhookToNote} go, behind the server's URL. */
export const webhookPath = (name: string) => `/webhook/${name}`;

/**
 * Webhook → Svara Voice Note: what is posted to the webhook goes out as a voice note, and the
 * caller gets the node's output item.
 *
 * @param name of the workflow and of its webhook's path
 */
export function webhookToNote(
	name: string,
	parameters: INodeParameters,
	credentials: INode['credentials'],
): WorkflowFile {
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2, {
		webhookId: randomUUID(),
		parameters: { httpMethod: 'POST', path: name, responseMode: 'lastNode' },
	});
	const note = node('Note', 'n8n-nodes-svara.svaraVoiceNote', 1, {
		parameters: { resource: 'voiceNote', operation: 'send', ...parameters },
		credentials,
	});
	return {
		name,
		nodes: [webhook, note],
		connections: { Webhook: { main: [[{ node: 'Note', type: 'main', index: 0 }]] } },
	};
}

/**
 * Webhook → Split Out → Svara Voice Note → Edit Fields: each of the `messages` in what is posted goes
 * out as an item, by the node's parameters and expressions. The caller gets what became of each, with
 * the id of the execution; a message that fails does not end it.
 *
 * @param name of the workflow and of its webhook's path
 */
export function sendEach(
	name: string,
	parameters: INodeParameters,
	credentials: INode['credentials'],
): WorkflowFile {
	const nodes = [
		node('Webhook', 'n8n-nodes-base.webhook', 2, {
			webhookId: randomUUID(),
			parameters: {
				httpMethod: 'POST',
				path: name,
				responseMode: 'lastNode',
				responseData: 'allEntries',
			},
		}),
		node('Split Out', 'n8n-nodes-base.splitOut', 1, {
			parameters: { fieldToSplitOut: 'body.messages' },
		}),
		node('Send', 'n8n-nodes-svara.svaraVoiceNote', 1, {
			parameters: {
				recipientId: { __rl: true, mode: 'id', value: '={{ $json.to }}' },
				...parameters,
			},
			credentials,
			onError: 'continueRegularOutput',
		}),
		node('Edit Fields', 'n8n-nodes-base.set', 3.4, {
			parameters: {
				assignments: {
					assignments: [
						{ id: '1', name: 'executionId', type: 'string', value: '={{ $execution.id }}' },
					],
				},
				includeOtherFields: true,
			},
		}),
	];
	const inOrder = nodes.map((each) => each.name);
	const connections = Object.fromEntries(
		inOrder
			.slice(1)
			.map((next, index) => [
				inOrder[index],
				{ main: [[{ node: next, type: 'main' as const, index: 0 }]] },
			]),
	);
	return { name, nodes, connections };
}

/** Where Meta delivers to a workflow's own Svara Trigger, once it is published. */
export function productionUrl(serverUrl: string, { name, nodes }: WorkflowFile): string {
	const trigger = nodes.find(({ type }) => type === 'n8n-nodes-svara.svaraTrigger');
	if (trigger?.webhookId === undefined) throw new Error(`"${name}" has no Svara Trigger`);
	return `${serverUrl}/webhook/${trigger.webhookId}/webhook`;
}

/** Svara Trigger → Svara Voice Note: customers get their own voice notes back. */
export function answerVoiceNotes(
	platform: 'instagram' | 'messenger',
	registration: 'manual' | 'automatic',
	credentials: INode['credentials'],
): WorkflowFile {
	const trigger = node('Trigger', 'n8n-nodes-svara.svaraTrigger', 1, {
		webhookId: randomUUID(),
		parameters: {
			platform,
			registration,
			events: ['message', 'voiceNote'],
			options: { downloadMedia: true },
		},
		credentials,
	});
	const note = node('Note', 'n8n-nodes-svara.svaraVoiceNote', 1, {
		parameters: {
			platform,
			recipientId: { __rl: true, mode: 'id', value: '={{ $json.customerId }}' },
			options: { windowClosesAt: '={{ $json.windowClosesAt }}' },
		},
		credentials,
	});
	return {
		name: `Answer voice notes on ${platform}`,
		nodes: [trigger, note],
		connections: { Trigger: { main: [[{ node: 'Note', type: 'main', index: 0 }]] } },
	};
}

const node = (name: string, type: string, typeVersion: number, more: Partial<INode>): INode => ({
	id: randomUUID(),
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters: {},
	...more,
});
