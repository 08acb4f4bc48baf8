import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

import type { Cleanup } from './cleanup';
import { chooseN8n, type N8nRecipe } from './n8nRecipe';

const run = promisify(execFile);

/** What a real n8n needs to start. */
export interface N8nInstallation {
	/** The n8n package. */
	directory: string;
	/** A Node binary that this n8n takes. */
	nodePath: string;
}

/**
 * The n8n to test with: the one in the folder `SVARA_N8N_DIRECTORY`, run by this process's Node, as in
 * the official image; else the version `SVARA_N8N_VERSION`; else the one whose lock file lies in
 * `server/`. Both are installed once outside the checkout: 2 GB and a few minutes the first time,
 * nothing from then on.
 *
 * @param repository the checkout
 * @param cleanup ends an unfinished installation
 */
export async function installN8n(repository: string, cleanup: Cleanup): Promise<N8nInstallation> {
	const { SVARA_N8N_DIRECTORY: present, SVARA_N8N_VERSION: version } = process.env;
	if (present) return { directory: resolve(present), nodePath: process.execPath };

	const recipe = await chooseN8n(join(repository, 'test/e2e/server'), version);
	const nodePath = join(await fetchNode(repository, recipe.nodeMajor), 'node');
	const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'svara-ci');
	const folder = join(cache, `n8n-${await keyOf(recipe, nodePath)}`);
	if (!existsSync(folder)) {
		await mkdir(cache, { recursive: true });
		await installInto(folder, recipe, nodePath, cleanup);
	}
	return { directory: join(folder, 'node_modules/n8n'), nodePath };
}

async function fetchNode(repository: string, major: number): Promise<string> {
	const { stdout } = await run(join(repository, '.ci/node'), [String(major)]);
	return stdout.trim();
}

/** Native add-ons are built for one Node on one platform, so both belong to the key. */
async function keyOf({ manifest, lock }: N8nRecipe, nodePath: string): Promise<string> {
	const { stdout } = await run(nodePath, [
		'-p',
		'process.version + process.platform + process.arch',
	]);
	const hash = createHash('sha256').update(lock ?? manifest);
	return hash.update(stdout.trim()).digest('hex').slice(0, 12);
}

/** Under a name of its own until it is whole: nobody ever starts half an n8n. */
async function installInto(
	folder: string,
	{ manifest, lock }: N8nRecipe,
	nodePath: string,
	cleanup: Cleanup,
): Promise<void> {
	console.log('  … Installing n8n, once: 2 GB, a few minutes');
	const partial = await mkdtemp(`${folder}.partial-`);
	cleanup.onClose(() => rm(partial, { recursive: true, force: true }));
	await writeFile(join(partial, 'package.json'), manifest);
	if (lock) await writeFile(join(partial, 'package-lock.json'), lock);

	const npm = async (...args: string[]) =>
		await run('npm', [...args, '--no-audit', '--no-fund', '--no-progress'], {
			cwd: partial,
			env: { ...process.env, PATH: [dirname(nodePath), process.env.PATH].join(delimiter) },
			maxBuffer: Infinity,
			signal: cleanup.signal,
		});
	// Not `npm ci`: it misses add-ons of other platforms in the lock file. Peers disagree.
	await npm('install', '--legacy-peer-deps', '--ignore-scripts');
	// All that has to be built. Under `npm run`, this project's `ignore-scripts` is in the environment.
	await npm('rebuild', '--ignore-scripts=false', 'sqlite3', 'isolated-vm');
	await rename(partial, folder);
}
