import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { eventually } from './eventually';
import type { N8nInstallation } from './installN8n';

/** A running process of an n8n of one's own. */
export interface N8nServer {
	/** `http://127.0.0.1:PORT`, without a trailing slash; of a worker, where it tells its health. */
	url: string;
	/** Of n8n, and not of its task runner; undefined before it was ever started. */
	pid(): number | undefined;
	/** Resolves when it answers; rejects with what it printed when it ends before that. */
	ready(): Promise<void>;
	/** What it has printed so far, without the hundreds of lines about its database. */
	log(): string;
	/** Ends n8n and its task runner by a signal; resolves when the process is gone. */
	stop(signal?: 'SIGTERM' | 'SIGKILL', patienceMs?: number): Promise<void>;
	/** Resolves when the process that runs now is gone, for whatever reason. */
	ended(): Promise<void>;
	/** Sends a signal to n8n, and not to its task runner. */
	signal(name: NodeJS.Signals): void;
	/** Starts it once more in the same folder, at the same URL; it has to be stopped. */
	start(): void;
}

/** Starting takes about 6 s on a quiet machine. */
const START_TIMEOUT_MS = 120_000;

/** A new database goes through every migration there ever was. */
const MIGRATION_LINES = /^(Starting|Finished) migration .*\n/gm;

/** n8n waits for running executions on SIGTERM; past this it is killed. */
const STOP_TIMEOUT_MS = 15_000;

/** n8n's commands, and what answers once each of them is ready. */
const READY_PATHS = {
	// Readiness comes after the database, but before the REST API.
	start: ['/healthz/readiness', '/rest/settings'],
	webhook: ['/healthz/readiness'],
	worker: ['/healthz/readiness'],
};

export interface ProcessOptions {
	/** Default: `start`, the main process. */
	command?: keyof typeof READY_PATHS;
	/** Default: a free one. */
	port?: number;
	/** Gets what it prints, as it prints it. */
	onOutput?: (text: string) => void;
	/** Added to the environment. */
	env?: Readonly<Record<string, string>>;
}

/**
 * Begins to start n8n on a port of 127.0.0.1, with a PATH that holds Node and nothing else.
 *
 * @param userFolder an empty folder, or one where community packages are installed already
 */
export async function startN8n(
	{ directory, nodePath }: N8nInstallation,
	userFolder: string,
	{ command = 'start', port: givenPort, onOutput, env: more = {} }: ProcessOptions = {},
): Promise<N8nServer> {
	const [freePort, brokerPort] = await freePorts(2);
	const port = givenPort ?? freePort;
	const url = `http://127.0.0.1:${port}`;
	const env = {
		PATH: await pathWithOnly(nodePath, userFolder),
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		// Of a worker, which serves nothing else.
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		// What users have to set from n8n 3 on to keep this package loading.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		...QUIET,
		...withoutTalk(directory),
		...more,
	};
	const output: string[] = [];
	const launch = () => {
		const launched = spawn(nodePath, [join(directory, 'bin/n8n'), command], {
			cwd: userFolder,
			// A process group of its own, so that its task runner ends with it.
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
			env,
		});
		for (const stream of [launched.stdout, launched.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => {
				output.push(text);
				onOutput?.(text);
			});
		}
		return launched;
	};
	let child: ChildProcess = launch();
	const log = () => output.join('').replace(MIGRATION_LINES, '');
	return {
		url,
		log,
		pid: () => child.pid,
		async ready() {
			try {
				const isUp = async () => await isReady(url, READY_PATHS[command], child);
				await eventually(`n8n is ready at ${url}`, isUp, START_TIMEOUT_MS);
			} catch (error) {
				throw new Error(`n8n ${command} is not ready.\n${log()}`, { cause: error });
			}
		},
		stop: (signal = 'SIGTERM', patienceMs = STOP_TIMEOUT_MS) => stop(child, signal, patienceMs),
		async ended() {
			if (!hasEnded(child)) await once(child, 'exit');
		},
		signal: (name) => void child.kill(name),
		start() {
			child = launch();
		},
	};
}

/** Nothing leaves the machine: no telemetry, no news, no licence or package look-ups. */
const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
};

/** A module that asks n8n's server for news. n8n does not start if told to leave out one it has not. */
const TALKATIVE_MODULE = 'mcp-registry';

const withoutTalk = (directory: string) =>
	existsSync(join(directory, 'dist/modules', TALKATIVE_MODULE))
		? { N8N_DISABLED_MODULES: TALKATIVE_MODULE }
		: {};

async function isReady(url: string, paths: string[], child: ChildProcess): Promise<boolean> {
	if (hasEnded(child)) throw new Error(`n8n ended with ${child.signalCode ?? child.exitCode}`);
	const answers = await Promise.all(
		paths.map((path) =>
			fetch(url + path).then(
				({ ok }) => ok,
				() => false,
			),
		),
	);
	return answers.every(Boolean);
}

async function stop(
	child: ChildProcess,
	signal: 'SIGTERM' | 'SIGKILL',
	patienceMs: number,
): Promise<void> {
	if (hasEnded(child) || child.pid === undefined) return;
	const group = -child.pid;
	const ended = once(child, 'exit');
	process.kill(group, signal);
	const timer = setTimeout(() => process.kill(group, 'SIGKILL'), patienceMs);
	await ended;
	clearTimeout(timer);
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** A folder with a link to Node, which n8n's task runner is started with; the same for the same Node. */
async function pathWithOnly(nodePath: string, parent: string): Promise<string> {
	const key = createHash('sha256').update(nodePath).digest('hex').slice(0, 8);
	const folder = join(parent, `bin-${key}`);
	await mkdir(folder, { recursive: true });
	try {
		await symlink(nodePath, join(folder, 'node'));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	return folder;
}

/** n8n has to know its ports beforehand. Held open together, they are different ones. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
	await Promise.all(servers.map((server) => once(server, 'listening')));
	const ports = servers.map((server) => (server.address() as AddressInfo).port);
	await Promise.all(servers.map((server) => once(server.close(), 'close')));
	return ports;
}
