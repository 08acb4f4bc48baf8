import type { IExecuteFunctions } from 'n8n-workflow';

/** One run of a node within an execution: what n8n's Retry On Fail repeats. */
export interface NodeRun {
	/** Undefined where nothing tells this execution from the next. */
	executionId: string | undefined;
	/** Called by an AI Agent: n8n then counts each try as a run of its own. */
	isTool: boolean;
	/** The node, by its name, which n8n keeps unique in a workflow, and which run of it. */
	id: string;
}

const runs = new WeakMap<IExecuteFunctions, NodeRun>();

export function nodeRunOf(context: IExecuteFunctions): NodeRun {
	const known = runs.get(context);
	if (known) return known;
	// Not every n8n 2 has this function.
	const isTool = (context as Partial<IExecuteFunctions>).isToolExecution?.() ?? false;
	const runIndex: unknown = isTool ? 'tool' : context.getWorkflowDataProxy(0).$runIndex;
	const id = JSON.stringify([context.getNode().name, runIndex]);
	const run = { executionId: context.getExecutionId() || undefined, isTool, id };
	runs.set(context, run);
	return run;
}
