import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import { startSandbox, type Sandbox } from '../sandbox';
import type { Cleanup } from '../test/e2e/cleanup';
import { installN8n, type N8nInstallation } from '../test/e2e/installN8n';
import { N8nApi } from '../test/e2e/n8nApi';
import { startN8n, type N8nServer } from '../test/e2e/n8nServer';
import { installAsN8nDoes, pack } from '../test/package/install';
import { connectTriggers, putInPlace } from './examplesInPlace';
import type { Options } from './options';
import { assertFree, inWords } from './ports';
import { onSecondSignal } from './signals';

/** This file is compiled to `dist/localN8n`. */
export const REPOSITORY = resolve(__dirname, '../..');

/** What is running. */
export interface LocalN8n {
	server: N8nServer;
	sandbox: Sandbox;
}

/**
 * Starts a real n8n with the packed package, and the sandbox; puts credentials and examples in place
 * that are not there yet. What has been started is closed by the cleanup, also when this rejects.
 *
 * @param say gets a line for each step that takes a while
 * @throws Error in one sentence, if a port is taken
 */
export async function startLocalN8n(
	{ port, sandboxPort, folder, fresh }: Options,
	cleanup: Cleanup,
	say: (line: string) => void,
): Promise<LocalN8n> {
	await assertFree(port, '--port');
	const sandbox = await startSandbox({ port: sandboxPort }).catch((error: unknown) => {
		throw inWords(error, sandboxPort, '--sandbox-port');
	});
	cleanup.onClose(() => sandbox.close());

	if (fresh) await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const installation = await installN8n(REPOSITORY, cleanup);
	say('Packing and installing this package');
	await installPackage(folder);

	cleanup.signal.throwIfAborted();
	say(`Starting n8n; what it prints is in ${relative(REPOSITORY, logPath(folder))}`);
	const server = await startServer(installation, folder, port, cleanup);
	const api = new N8nApi(server.url, installation.directory);
	await api.enter();
	await putInPlace(api, sandbox, say);
	await connectTriggers(api, sandbox, server.url);
	return { server, sandbox };
}

const logPath = (folder: string) => join(folder, 'n8n.log');

/** As it is now, also where an earlier state of it is installed. */
async function installPackage(folder: string): Promise<void> {
	await rm(join(folder, '.n8n/nodes'), { recursive: true, force: true });
	const tarball = await pack(REPOSITORY, folder);
	await installAsN8nDoes(tarball.path, 'n8n-nodes-svara', join(folder, '.n8n'));
	await rm(tarball.path);
}

async function startServer(
	installation: N8nInstallation,
	folder: string,
	port: number,
	cleanup: Cleanup,
): Promise<N8nServer> {
	const log = createWriteStream(logPath(folder));
	cleanup.onClose(
		async () => await new Promise((resolveClosed) => log.end(() => resolveClosed(undefined))),
	);
	const server = await startN8n(installation, folder, {
		port,
		onOutput: (text) => log.write(text),
		// The editor is opened over plain http.
		env: { N8N_SECURE_COOKIE: 'false' },
	});
	cleanup.onClose(() => server.stop());
	onSecondSignal(cleanup, () => void server.stop('SIGKILL'));
	await server.ready();
	return server;
}
