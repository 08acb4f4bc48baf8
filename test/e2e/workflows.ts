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

/** Where Meta's webhooks for {@link answerVoiceNotes} go, behind the server's URL. */
export const triggerPath = (webhookId: string) => `/webhook/${webhookId}/webhook`;

/** Svara Trigger → Svara Voice Note: customers get their own voice notes back. */
export function answerVoiceNotes(
	platform: 'instagram' | 'messenger',
	registration: 'manual' | 'automatic',
	credentials: INode['credentials'],
): { workflow: WorkflowFile; webhookId: string } {
	const webhookId = randomUUID();
	const trigger = node('Trigger', 'n8n-nodes-svara.svaraTrigger', 1, {
		webhookId,
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
	const workflow: WorkflowFile = {
		name: `Answer voice notes on ${platform}`,
		nodes: [trigger, note],
		connections: { Trigger: { main: [[{ node: 'Note', type: 'main', index: 0 }]] } },
	};
	return { workflow, webhookId };
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
