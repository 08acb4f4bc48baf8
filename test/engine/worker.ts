import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { shutdownEngines } from '../../lib/audio';
import { messaging, UPDATES } from '../webhook/payloads';
import { startEngine } from './harness';
import { openTriggerStage } from './triggerStage';
import { workflowWith } from './workflow';

/** What a worker is told, as JSON, on its command line. */
export type Orders = {
	/** n8n's folder, with the ledger in it. */
	home: string;
	/** How far its clock is behind: what it does seems to have been done long ago. */
	clockBehindMs?: number;
} & (
	| { run: { credential: IDataObject; parameters: INodeParameters; items: IDataObject[] } }
	| { receive: true }
);

const say = (word: unknown) => process.stdout.write(`${JSON.stringify(word)}\n`);

/** n8n listens once, too, and then waits for what is under way. */
const signalled = new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));

/**
 * A worker of its own: n8n's engine in a process that gets real signals. Sends one batch and says how its
 * items ended, or serves a trigger and says how webhooks are answered before and after SIGTERM.
 */
async function main(): Promise<void> {
	const orders = JSON.parse(process.argv[2] ?? '') as Orders;
	const { now } = Date;
	Date.now = () => now() - (orders.clockBehindMs ?? 0);
	if ('run' in orders) await runBatch(orders.home, orders.run);
	else await receive(orders.home);
}

async function runBatch(
	home: string,
	{ credential, parameters, items }: Extract<Orders, { run: unknown }>['run'],
): Promise<void> {
	const engine = await startEngine({ env: { N8N_USER_FOLDER: home } });
	try {
		engine.setCredential('svaraMessengerApi', credential as never);
		const node = { onError: 'continueRegularOutput' } as const;
		const workflow = workflowWith({ platform: 'messenger', ...parameters }, node);
		const run = await engine.run(
			workflow,
			items.map((json) => ({ json })),
			// The next worker's executions are others.
			{ executionId: String(process.pid) },
		);
		say(run.items('Voice').map(({ json }) => json));
	} finally {
		await engine.close();
		await shutdownEngines();
	}
}

async function receive(home: string): Promise<void> {
	const stage = await openTriggerStage({ env: { N8N_USER_FOLDER: home } });
	try {
		await stage.open({ events: ['message'] }, 'trigger');
		const deliver = async (mid: string) => {
			const { status } = await stage.deliver(
				messaging([{ ...UPDATES.text, message: { mid, text: mid } }]),
			);
			say({ status, runs: stage.live.runs.length });
		};
		await deliver('before');
		await signalled;
		await deliver('after');
	} finally {
		await stage.close();
	}
}

void main();
