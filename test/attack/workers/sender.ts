import { createInterface } from 'node:readline';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startEngine, type EngineRun } from '../../engine/harness';
import { workflowWith } from '../../engine/workflow';
import { setClockAhead } from '../../ledger/shiftedClock';
import type { Report } from '../sendsExecution';

/** One execution for a worker. */
export interface Order {
	/** Of the Messenger account that sends. */
	credential: IDataObject;
	parameters: INodeParameters;
	items: IDataObject[];
}

/** What a worker says of an item. */
export interface ItemReport {
	said: Report;
	errorCode?: string;
	messageId?: string;
}

/** What a worker is told, one a line, as JSON. Orders are answered, in any order. */
export type Line = { clockAheadMs: number } | { id: number; order: Order };

/** Of an order: its items in order, or why n8n did not end it as it should. */
export type Answer = { id: number } & ({ items: ItemReport[] } | { fault: string });

/**
 * A worker with n8n's engine in it, whose place is taken by another when it is killed. The variables of
 * its environment that say where n8n and the ledger are stand, as JSON, on its command line.
 */
async function main(): Promise<void> {
	const env = JSON.parse(process.argv[2] ?? '') as Record<string, string>;
	const engine = await startEngine({ env });
	let executions = 0;
	const run = async ({ credential, parameters, items }: Order): Promise<EngineRun> => {
		executions++;
		const executionId = `${process.pid}.${executions}`;
		const workflow = workflowWith(
			{ platform: 'messenger', ...parameters },
			{
				onError: 'continueRegularOutput',
				// Each has an account of its own, and they run side by side.
				credentials: {
					svaraMessengerApi: engine.setCredential(
						'svaraMessengerApi',
						credential as never,
						executionId,
					),
				},
			},
		);
		return await engine.run(
			workflow,
			items.map((json) => ({ json })),
			{ executionId },
		);
	};
	const answer = async (id: number, order: Order) => {
		const outcome = await run(order).then(
			(ended) => outcomeOf(ended, order.items.length),
			(reason: unknown) => ({ fault: String(reason) }),
		);
		process.stdout.write(`${JSON.stringify({ id, ...outcome } satisfies Answer)}\n`);
	};
	process.stdout.write('ready\n');
	for await (const text of createInterface({ input: process.stdin })) {
		const line = JSON.parse(text) as Line;
		if ('order' in line) void answer(line.id, line.order);
		else setClockAhead(line.clockAheadMs);
	}
}

function outcomeOf(run: EngineRun, count: number): { items: ItemReport[] } | { fault: string } {
	const items = run.items('Voice');
	if (run.error) return { fault: `the execution failed: ${run.error.message}` };
	if (items.length !== count) return { fault: `${items.length} of ${count} items came out` };
	return {
		items: items.map(({ json }) => {
			const details = json.errorDetails as { delivered: Report } | undefined;
			const { errorCode, messageId } = json as Pick<ItemReport, 'errorCode' | 'messageId'>;
			return { said: details?.delivered ?? (json.status as Report), errorCode, messageId };
		}),
	};
}

void main();
