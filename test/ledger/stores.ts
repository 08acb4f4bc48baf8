import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Ledger, nodeSqlite, type LedgerSettings } from '../../lib/ledger';

/** Where ledgers of several processes meet. */
export interface SharedStore {
	settings: LedgerSettings;
	close(): Promise<void>;
}

type Opener = () => Promise<SharedStore>;

export async function openSqlite(): Promise<SharedStore> {
	const folder = await mkdtemp(join(tmpdir(), 'svara-ledger-test-'));
	return {
		settings: { store: 'sqlite', path: join(folder, 'n8n', 'ledger.sqlite') },
		close: async () => await rm(folder, { recursive: true, force: true }),
	};
}

export interface RedisServer extends SharedStore {
	port: number;
	stop(): Promise<void>;
	start(): Promise<void>;
	/** `SIGSTOP` lets it hang, `SIGCONT` lets it go on. */
	signal(name: NodeJS.Signals): void;
}

/** @param options as on the command line, e.g. `['--requirepass', 'secret']` */
export async function openRedis(options: string[] = []): Promise<RedisServer> {
	const folder = await mkdtemp(join(tmpdir(), 'svara-redis-test-'));
	const port = await freePort();
	let server: ChildProcess | undefined;
	const start = async () => {
		const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
		server = spawn('redis-server', [...place, '--appendonly', 'yes', ...options]);
		for await (const text of server.stdout ?? []) {
			if (String(text).includes('Ready to accept connections')) break;
		}
		// The output is not read any further, and must not fill its pipe.
		server.stdout?.resume();
	};
	const stop = async () => {
		if (!server || server.exitCode !== null) return;
		const ended = once(server, 'exit');
		server.kill('SIGTERM');
		await ended;
	};
	await start();
	return {
		port,
		settings: { store: 'redis', redis: { kind: 'url', url: `redis://127.0.0.1:${port}` } },
		start,
		stop,
		signal: (name) => void server?.kill(name),
		close: async () => {
			await stop();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

export const HAS_SQLITE = nodeSqlite() !== undefined;

/** CI installs it and says so; elsewhere these tests are left out where it is missing. */
export const HAS_REDIS =
	process.env.SVARA_REQUIRE_REDIS === '1' ||
	spawnSync('redis-server', ['--version']).error === undefined;

/** The stores that several processes can share and this machine has. */
export const SHARED_STORES: ReadonlyArray<readonly [name: string, open: Opener]> = [
	...(HAS_SQLITE ? ([['SQLite', openSqlite]] as const) : []),
	...(HAS_REDIS ? ([['Redis', openRedis]] as const) : []),
];

/** Runs the tests on each store that several processes can share; skips them where there is none. */
export function describeOnSharedStores(
	title: string,
	tests: (_: string, open: Opener) => void,
): void {
	if (SHARED_STORES.length > 0) return describe.each(SHARED_STORES)(title, tests);
	describe(title, () => {
		it.skip('needs redis-server, or a Node with SQLite', () => {});
	});
}

const openMemory: Opener = async () => ({
	settings: { store: 'memory' },
	close: async () => {},
});

export const ALL_STORES: typeof SHARED_STORES = [['memory', openMemory], ...SHARED_STORES];

/** Runs a test with ledgers on one store; closes all of them. */
export async function withLedgers(
	open: Opener,
	test: (another: (goneAfterMs?: number) => Ledger, shared: SharedStore) => Promise<void>,
): Promise<void> {
	const shared = await open();
	const ledgers: Ledger[] = [];
	try {
		await test((goneAfterMs) => {
			const ledger = new Ledger(shared.settings, goneAfterMs);
			ledgers.push(ledger);
			return ledger;
		}, shared);
	} finally {
		await Promise.all(ledgers.map(async (ledger) => await ledger.close()));
		await shared.close();
	}
}
