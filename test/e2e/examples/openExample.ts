import type { Customer, DeliveredMessage, Flavour, Recipient } from '../../../sandbox';
import { settledExecutions } from '../loop';
import type { Execution, SavedWorkflow, WorkflowFile } from '../n8nApi';
import type { Stage } from '../stage';
import { productionUrl } from '../workflows';
import { exampleCredentials } from './exampleCredentials';
import { readExample, type ExampleName } from './exampleFiles';

/** An example as it stands in somebody's n8n, with the sandbox behind it. */
export interface OpenExample {
	workflow: WorkflowFile;
	/** A customer of the account it answers for. */
	customer: Customer;
	recipient: Recipient;
	/** Waits until so many executions are over and nothing is under way; none of them may have failed. */
	settled(count: number): Promise<Execution[]>;
	/** What has arrived in that customer's thread since the example was opened. */
	answers(): DeliveredMessage[];
	/** Meta may put several customers' messages into one webhook: one execution, several items. */
	inOneWebhook(act: () => void): void;
	/** Runs it from the trigger of that name, as "Execute workflow" does. */
	execute(triggerName: string): Promise<void>;
	close(): Promise<void>;
}

/** Saves the credentials that the examples name, once for all of them. */
export async function saveExampleCredentials({ api, sandbox }: Stage): Promise<void> {
	for (const { type, name, data } of exampleCredentials(sandbox)) {
		await api.createCredential(type, name, data);
	}
}

/**
 * Imports an example, publishes it and, if it has a Svara Trigger, has the sandbox deliver to it.
 * @param flavour of the seeded account it answers for
 * @param fields that the account subscribes to
 */
export async function openExample(
	{ api, sandbox, server }: Stage,
	name: ExampleName,
	flavour: Flavour,
	fields: string[] = [],
): Promise<OpenExample> {
	const { messages, webhooks } = sandbox;
	const account = sandbox.accounts[flavour];
	const recipient = sandbox.addRecipient(account);
	const workflow = readExample(name, sandbox.url);
	const saved = await api.createWorkflow(workflow);
	const isManual = workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	if (!isManual) await api.publish(saved);
	if (fields.length > 0) {
		const callbackUrl = productionUrl(server.url, workflow);
		const { verifyToken } = account;
		await sandbox.connectWebhook(callbackUrl, { account, verifyToken, fields });
	}
	return {
		workflow,
		recipient,
		customer: sandbox.customer(account, recipient),
		settled: async (count) => await settled(saved, count),
		answers: () => messages.filter(({ recipientId }) => recipientId === recipient.id),
		inOneWebhook(act) {
			webhooks.hold();
			act();
			webhooks.release({ eventsPerEntry: 100 });
		},
		execute: async (triggerName) => await api.execute(saved, triggerName),
		async close() {
			webhooks.switchOff(account);
			if (!isManual) await api.deactivate(saved);
		},
	};

	async function settled(workflowOf: SavedWorkflow, count: number): Promise<Execution[]> {
		const executions = await settledExecutions(api, webhooks, workflowOf.id, count);
		for (const { status, data } of executions) {
			if (status !== 'success') throw data.resultData.error ?? new Error(`${name}: ${status}`);
		}
		return executions;
	}
}
