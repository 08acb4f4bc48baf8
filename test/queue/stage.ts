import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Cleanup } from '../e2e/cleanup';
import { eventually } from '../e2e/eventually';
import { N8nApi } from '../e2e/n8nApi';
import { startN8n, type N8nServer, type ProcessOptions } from '../e2e/n8nServer';
import { installPackage, openSandbox, type Stage } from '../e2e/stage';
import { SHIFTED_CLOCK } from '../ledger/rivals';
import { openRedis, type RedisServer } from '../ledger/stores';
import { startPostgres } from './postgres';

/** For what takes seconds on a quiet machine: past this it hangs. */
export const PATIENCE_MS = 180_000;

/** n8n in queue mode: what {@link Stage} calls the server is its main process. */
export interface QueueStage extends Stage {
	webhook: N8nServer;
	workers: readonly [N8nServer, N8nServer];
	/** Holds n8n's queue and the ledger. */
	redis: RedisServer;
	/** The temporary folder of all of n8n's processes. */
	temporary: string;
}

/** Starts everything; what has been started is closed by the cleanup, also when this rejects. */
export async function openQueueStage(cleanup: Cleanup): Promise<QueueStage> {
	const { installation, folder } = await installPackage(cleanup);
	const sandbox = await openSandbox(cleanup);
	const redis = await openRedis();
	cleanup.onClose(() => redis.close());
	const temporary = join(folder, 'tmp');
	await mkdir(temporary);
	const shared = {
		...(await startPostgres(cleanup)),
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		N8N_ENCRYPTION_KEY: 'the same for all processes',
		TMPDIR: temporary,
	};
	const launch = async (command: ProcessOptions['command'], env: Record<string, string> = {}) => {
		const server = await startN8n(installation, folder, { command, env: { ...shared, ...env } });
		cleanup.onClose(() => server.stop());
		return server;
	};

	const server = await launch('start');
	// Makes the tables that all need.
	await server.ready();
	const clock = { NODE_OPTIONS: `--require=${SHIFTED_CLOCK}` };
	const webhook = await launch('webhook');
	const workers = [await launch('worker'), await launch('worker', clock)] as const;
	await Promise.all([webhook, ...workers].map(async (each) => await each.ready()));

	const api = new N8nApi(server.url, installation.directory);
	await api.becomeOwner();
	return { sandbox, server, api, webhook, workers, redis, temporary };
}

/** The executions that a worker has begun, by what n8n logs of them. */
export const begunBy = (worker: N8nServer): Set<string> => executionsIn(worker, 'started');

/** Those of them that are not over, and never will be if it was killed. */
export function underWayAt(worker: N8nServer): string[] {
	const finished = executionsIn(worker, 'finished');
	return [...begunBy(worker)].filter((id) => !finished.has(id));
}

function executionsIn(worker: N8nServer, word: 'started' | 'finished'): Set<string> {
	const lines = worker.log().matchAll(new RegExp(`Worker ${word} execution (\\d+) `, 'g'));
	return new Set(Array.from(lines, ([, id = '']) => id));
}

/** The worker that runs the only execution under way; waits for it to begin. */
export const busyWorker = async ({ workers }: QueueStage): Promise<N8nServer> =>
	await eventually(
		'a worker has begun',
		async () => workers.find((worker) => underWayAt(worker).length > 0),
		PATIENCE_MS,
	);
