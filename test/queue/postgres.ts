import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Cleanup } from '../e2e/cleanup';
import { eventually } from '../e2e/eventually';
import { freePorts } from '../e2e/n8nServer';

const run = promisify(execFile);

/** Debian keeps these programs off PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

const USER = 'n8n';

/** @returns n8n's settings for a PostgreSQL of its own on 127.0.0.1, empty and without a password */
export async function startPostgres(cleanup: Cleanup): Promise<Record<string, string>> {
	const programs = await findPrograms();
	const folder = await mkdtemp(join(tmpdir(), 'svara-postgres-'));
	cleanup.onClose(() => rm(folder, { recursive: true, force: true }));
	const owner = unprivilegedUser();
	if (owner) await chown(folder, owner.uid, owner.gid);

	const data = join(folder, 'data');
	const options = ['--pgdata', data, '--username', USER, '--auth=trust', '--no-sync'];
	await run(join(programs, 'initdb'), options, { ...owner, cwd: folder });
	const [port] = await freePorts(1);
	const settings = ['-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'fsync=off'];
	const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings], {
		...owner,
		cwd: folder,
		stdio: 'ignore',
	});
	cleanup.onClose(async () => {
		if (server.exitCode !== null) return;
		const ended = once(server, 'exit');
		// "Fast shutdown": does not wait for connections to end.
		server.kill('SIGINT');
		await ended;
	});
	const address = ['-h', '127.0.0.1', '-p', String(port), '-U', USER];
	await eventually('PostgreSQL is ready', async () =>
		run(join(programs, 'pg_isready'), address).then(
			() => true,
			() => false,
		),
	);
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: USER,
	};
}

async function findPrograms(): Promise<string> {
	const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
	const newest = versions.toSorted((a, b) => Number(a) - Number(b)).at(-1);
	if (newest === undefined) {
		throw new Error(`There is no PostgreSQL in ${DEBIAN_FOLDER}: apt-get install postgresql`);
	}
	return join(DEBIAN_FOLDER, newest, 'bin');
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const idOf = (flag: string) =>
		Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
	return { uid: idOf('-u'), gid: idOf('-g') };
}
