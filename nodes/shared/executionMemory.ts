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
 */
export class ExecutionMemory {
	private readonly executionId: string | undefined;

	private readonly prefix: string;

	constructor(private readonly context: IExecuteFunctions) {
		this.executionId = context.getExecutionId();
		const runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
		this.prefix = `${context.getNode().id}:${runIndex}:`;
	}

	recall(itemIndex: number): FinalOutcome | undefined {
		return executions.get(this.executionId ?? '')?.get(`${this.prefix}${itemIndex}`);
	}

	remember(itemIndex: number, outcome: FinalOutcome): void {
		const { executionId } = this;
		// Without an id nothing tells this execution from the next.
		if (!executionId) return;
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
