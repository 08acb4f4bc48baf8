import { createHash } from 'node:crypto';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from '../../shared/failure';
import { nodeRunOf, type NodeRun } from './nodeRun';

/** How an item ended for good: sent, or nobody knows. Neither may be posted again. */
export type FinalOutcome =
	{ output: INodeExecutionData | INodeExecutionData[] } | { failure: Failure };

/** Oldest executions go first past this many items in all. */
const MAX_ITEMS = 50_000;

/**
 * n8n announces the end of a cancelled execution at once, and goes on with Retry On Fail all the same
 * (n8n-core's workflow-execute.js, `setupCancellation`). A try takes an hour at most, the longest
 * 'Timeout'; those behind it end at once.
 */
const KEPT_AFTER_CANCEL_MS = 2 * 3_600_000;

const executions = new Map<string, Map<string, FinalOutcome>>();
let itemCount = 0;

/**
 * What this execution has already sent, so that n8n's Retry On Fail, which runs a node again with all
 * its items, posts nothing twice. Lives in this process, until the execution ends, and for two hours
 * more where it was cancelled or ran into n8n's time-out.
 *
 * An item is known by its place: node, run and index. An AI Agent's
 * tool has no such place, since n8n counts each try as a run of its own; there a call is known by what
 * it asks for, and only unclear outcomes are kept: an agent may well say the same thing twice, and
 * n8n tries a tool again only after a failure.
 */
export class ExecutionMemory {
	private readonly nodeRun: NodeRun;

	private forgetsAtEnd = false;

	constructor(private readonly context: IExecuteFunctions) {
		this.nodeRun = nodeRunOf(context);
	}

	recall(itemIndex: number): FinalOutcome | undefined {
		return executions.get(this.nodeRun.executionId ?? '')?.get(this.keyOf(itemIndex));
	}

	/** The output of an item that was sent. */
	recallOutput(itemIndex: number): INodeExecutionData | INodeExecutionData[] | undefined {
		const outcome = this.recall(itemIndex);
		return outcome && 'output' in outcome ? outcome.output : undefined;
	}

	remember(itemIndex: number, outcome: FinalOutcome): void {
		const { executionId, isTool } = this.nodeRun;
		if (!executionId || (isTool && 'output' in outcome)) return;
		const items = executions.get(executionId) ?? new Map<string, FinalOutcome>();
		executions.set(executionId, items.set(this.keyOf(itemIndex), outcome));
		itemCount++;
		this.forgetAtEnd(executionId);
		for (const [oldest] of executions) {
			if (itemCount <= MAX_ITEMS || oldest === executionId) break;
			forget(oldest);
		}
	}

	private keyOf(itemIndex: number): string {
		const { id, isTool } = this.nodeRun;
		return id + (isTool ? fingerprint(this.context, itemIndex) : String(itemIndex));
	}

	/** By each node that remembers something: after a Wait node an execution goes on with new hooks. */
	private forgetAtEnd(executionId: string): void {
		if (this.forgetsAtEnd) return;
		this.forgetsAtEnd = true;
		const signal = this.context.getExecutionCancelSignal();
		this.context.onExecutionFinish?.(() => {
			if (signal?.aborted) setTimeout(forget, KEPT_AFTER_CANCEL_MS, executionId).unref();
			else forget(executionId);
		});
	}
}

/** What a call asks for: all its parameters as they resolve. */
function fingerprint(context: IExecuteFunctions, itemIndex: number): string {
	const names = Object.keys(context.getNode().parameters);
	const values = names.map((name) => valueOf(context, name, itemIndex));
	return createHash('sha256')
		.update(JSON.stringify([names, values]))
		.digest('hex');
}

function valueOf(context: IExecuteFunctions, name: string, itemIndex: number): unknown {
	try {
		return context.getNodeParameter(name, itemIndex, '');
	} catch {
		// The item fails for it, and the same way each time.
		return undefined;
	}
}

function forget(executionId: string): void {
	itemCount -= executions.get(executionId)?.size ?? 0;
	executions.delete(executionId);
}
