import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Recalled, toErrorItem, toFailure, toNodeError } from '../../shared/failure';
import { ExecutionMemory } from './executionMemory';
import { runItems, type Outcome, type SendOrder } from './runItems';

export type Output = INodeExecutionData | INodeExecutionData[];

export interface Action {
	/** Makes of one input item its output: one item, or a list for what lists things. */
	work: (context: IExecuteFunctions, itemIndex: number, order: SendOrder) => Promise<Output>;
	/** Whether its effects reach customers, so that a repeated run must not repeat them. */
	sends: boolean;
}

/**
 * Runs an action on every item: its outputs in input order. When the workflow is to
 * stop on failures, throws the one with the lowest index after everything under way has ended.
 */
export async function executeItems(
	context: IExecuteFunctions,
	action: Action,
): Promise<INodeExecutionData[]> {
	const continues = context.continueOnFail();
	const memory = action.sends ? new ExecutionMemory(context) : undefined;
	const outcomes = await runItems(
		context.getInputData().length,
		memory
			? onlyOnce(context, action, memory)
			: async (index, order) => await action.work(context, index, order),
		{ haltOnFailure: !continues },
	);
	// An item behind the failure may have been sent by an earlier try.
	const isSent = (outcome: Outcome<Output>, index: number) =>
		tellsSent(outcome.status === 'done' ? outcome.value : memory?.recallOutput(index));
	const sentCount = memory ? outcomes.filter(isSent).length : 0;
	const items: INodeExecutionData[] = [];
	for (const [index, outcome] of outcomes.entries()) {
		if (outcome.status === 'done') items.push(...[outcome.value].flat());
		if (outcome.status !== 'failed') continue;
		const failure = toFailure(outcome.thrown);
		if (!continues) throw toNodeError(context.getNode(), failure, index, sentCount);
		items.push(toErrorItem(context, failure, index));
	}
	return items;
}

/** Answers from memory what this execution has settled already; n8n's Retry On Fail asks again. */
function onlyOnce(context: IExecuteFunctions, { work }: Action, memory: ExecutionMemory) {
	return async (index: number, order: SendOrder): Promise<Output> => {
		const settled = memory.recall(index);
		if (settled && 'output' in settled) return settled.output;
		if (settled) throw new Recalled(settled.failure);
		try {
			const output = await work(context, index, order);
			memory.remember(index, { output });
			return output;
		} catch (thrown) {
			const failure = toFailure(thrown);
			if (failure.delivered === 'unknown') memory.remember(index, { failure });
			throw thrown;
		}
	};
}

const tellsSent = (output: Output = []) =>
	[output].flat().some(({ json }) => json.status === 'sent');
