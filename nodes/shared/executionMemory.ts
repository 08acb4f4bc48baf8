import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from './failure';

/** How an item ended for good: sent, or nobody knows. Neither may be posted again. */
export type FinalOutcome =
	{ output: INodeExecutionData | INodeExecutionData[] } | { failure: Failure };

/** Oldest executions go first past this many items in all. */
const MAX_ITEMS = 50_000;

const executions = new Map<string, Map<string, FinalOutcome>>();
let itemCount = 0;

/**
 * What this execution has already sent, so that n8n's Retry On Fail, which runs a node again with all
 * its items, posts nothing twice. Lives in this process, until the execution ends.
 *
 * As an agent's tool the node gets a run of its own for each try (n8n-core's
 * get-input-connection-data.js), so there it is what the agent asked for that tells a try from the
 * next call. An agent may say the same thing twice, but not after an unclear answer.
 */
export class ExecutionMemory {
	private readonly executionId: string | undefined;

	private readonly isTool: boolean;

	private readonly prefix: string;

	constructor(private readonly context: IExecuteFunctions) {
		this.executionId = context.getExecutionId();
		this.isTool = context.isToolExecution();
		const run = this.isTool
			? JSON.stringify(context.getInputData().map(({ json }) => json))
			: String(context.getWorkflowDataProxy(0).$runIndex);
		this.prefix = `${context.getNode().id}:${run}:`;
	}

	recall(itemIndex: number): FinalOutcome | undefined {
		return executions.get(this.executionId ?? '')?.get(`${this.prefix}${itemIndex}`);
	}

	remember(itemIndex: number, outcome: FinalOutcome): void {
		const { executionId } = this;
		// Without an id nothing tells this execution from the next.
		if (!executionId) return;
		if (this.isTool && !('failure' in outcome)) return;
		let items = executions.get(executionId);
		if (!items) {
			items = new Map();
			executions.set(executionId, items);
			this.context.onExecutionFinish?.(() => forget(executionId));
		}
		items.set(`${this.prefix}${itemIndex}`, outcome);
		itemCount++;
		for (const [oldest] of executions) {
			if (itemCount <= MAX_ITEMS || oldest === executionId) break;
			forget(oldest);
		}
	}
}

function forget(executionId: string): void {
	itemCount -= executions.get(executionId)?.size ?? 0;
	executions.delete(executionId);
}
