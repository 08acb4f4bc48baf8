import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { startSandbox, type Sandbox } from '../../sandbox';
import { installAsN8nDoes, pack } from '../package/install';
import type { Cleanup } from './cleanup';
import { installN8n, type N8nInstallation } from './installN8n';
import { N8nApi } from './n8nApi';
import { startN8n, type N8nServer } from './n8nServer';

/** This file is compiled to `dist/test/e2e`. */
export const REPOSITORY = resolve(__dirname, '../../..');

/** A real n8n with the packed tarball on one side, Meta as the sandbox plays it on the other. */
export interface Stage {
	sandbox: Sandbox;
	server: N8nServer;
	api: N8nApi;
}

/** Starts everything; what has been started is closed by the cleanup, also when this rejects. */
export async function openStage(cleanup: Cleanup): Promise<Stage> {
	const { installation, folder } = await installPackage(cleanup);
	const sandbox = await openSandbox(cleanup);
	// What n8n 2 does by itself. n8n 1 keeps files in memory, where Meta cannot fetch them from.
	const env = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
	const server = await startN8n(installation, folder, { env });
	cleanup.onClose(() => server.stop());
	await server.ready();

	const api = new N8nApi(server.url, installation.directory);
	await api.becomeOwner();
	return { sandbox, server, api };
}

/** An n8n, and a folder of its own where the packed tarball is installed as n8n does it. */
export async function installPackage(
	cleanup: Cleanup,
): Promise<{ installation: N8nInstallation; folder: string }> {
	const installation = await installN8n(REPOSITORY, cleanup);
	const folder = await mkdtemp(join(tmpdir(), 'svara-e2e-'));
	cleanup.onClose(() => rm(folder, { recursive: true, force: true }));
	const tarball = await pack(REPOSITORY, folder);
	await installAsN8nDoes(tarball.path, 'n8n-nodes-svara', join(folder, '.n8n'));
	return { installation, folder };
}

export async function openSandbox(cleanup: Cleanup): Promise<Sandbox> {
	const sandbox = await startSandbox();
	cleanup.onClose(() => sandbox.close());
	// Meta waits 5 and 10 s. A busy machine is no finding.
	Object.assign(sandbox.settings, { webhookTimeoutMs: 60_000, mediaFetchTimeoutMs: 60_000 });
	return sandbox;
}
