import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import {
	cancelled,
	Recalled,
	toErrorItem,
	toFailure,
	toNodeError,
	type Failure,
} from '../../shared/failure';
import { isShuttingDown } from '../../shared/shutdown';
import { ExecutionMemory } from './executionMemory';
import { runItems, type Outcome, type SendOrder } from './runItems';
import { untilEnding } from './untilEnding';

export type Output = INodeExecutionData | INodeExecutionData[];

/** What an item has to keep to among the others. */
export interface ItemRun {
	order: SendOrder;
	/** Aborts when nothing new may be started. */
	ending: AbortSignal;
}

export interface Action {
	/** Makes of one input item its output: one item, or a list for what lists things. */
	work: (context: IExecuteFunctions, itemIndex: number, run: ItemRun) => Promise<Output>;
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
	const outcomes = await untilEnding(context, async (ending) => {
		const work: Work = async (index, order) => {
			if (ending.aborted) throw cancelled();
			return await action.work(context, index, { order, ending });
		};
		const halting = { haltOnFailure: !continues };
		const count = context.getInputData().length;
		return await runItems(count, memory ? onlyOnce(work, memory) : work, halting);
	});
	// An item behind the failure may have been sent by an earlier try.
	const isSent = (outcome: Outcome<Output>, index: number) =>
		tellsSent(outcome.status === 'done' ? outcome.value : memory?.recallOutput(index));
	const sentCount = memory ? outcomes.filter(isSent).length : 0;
	const items: INodeExecutionData[] = [];
	for (const [index, outcome] of outcomes.entries()) {
		if (outcome.status === 'done') items.push(...[outcome.value].flat());
		if (outcome.status !== 'failed') continue;
		const failure = failureOf(outcome.thrown);
		if (!continues) throw toNodeError(context.getNode(), failure, index, sentCount);
		items.push(toErrorItem(context, failure, index));
	}
	return items;
}

type Work = (index: number, order: SendOrder) => Promise<Output>;

/** Answers from memory what this execution has settled already; n8n's Retry On Fail asks again. */
function onlyOnce(work: Work, memory: ExecutionMemory): Work {
	return async (index, order) => {
		const settled = memory.recall(index);
		if (settled && 'output' in settled) return settled.output;
		if (settled) throw new Recalled(settled.failure);
		try {
			const output = await work(index, order);
			memory.remember(index, { output });
			return output;
		} catch (thrown) {
			const failure = toFailure(thrown);
			if (failure.delivered === 'unknown') memory.remember(index, { failure });
			throw thrown;
		}
	};
}

/** Where an item ended early, only the end of n8n itself is news to the user. */
function failureOf(thrown: unknown): Failure {
	const failure = toFailure(thrown);
	return failure.code === 'cancelled' && isShuttingDown()
		? { ...failure, ...SHUTTING_DOWN }
		: failure;
}

const SHUTTING_DOWN = {
	message: 'n8n is shutting down, so this item was left out and nothing was sent for it',
	fix: "Run the workflow again, or post the same work again, when n8n is back: an item whose 'Idempotency Key' was sent already is skipped then",
};

const tellsSent = (output: Output = []) =>
	[output].flat().some(({ json }) => json.status === 'sent');
