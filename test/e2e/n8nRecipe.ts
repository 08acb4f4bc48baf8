import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What npm installs an n8n from. */
export interface N8nRecipe {
	/** The text of a `package.json` that depends on n8n. */
	manifest: string;
	/** The text of its lock file; without one, npm takes the newest that n8n allows. */
	lock?: string;
	/** The Node that this n8n is run by. */
	nodeMajor: number;
}

/** n8n 2.41 takes no older one. */
const LOCKED_NODE_MAJOR = 24;

/** What n8n's image had when an n8n that takes older ones was new. */
const OLDEST_NODE_MAJOR = 22;

const OVERRIDES = {
	// n8n takes it from its maker's own server. Nothing is checked that reads spreadsheets.
	xlsx: '0.18.5',
	// Later ones want a newer @langchain/core than n8n 2.0 has, and n8n does not start.
	'@langchain/langgraph-checkpoint': '1.0.0',
};

/**
 * @param server the folder of the locked n8n
 * @param version of another n8n on the registry, e.g. `2.0.0`
 */
export async function chooseN8n(server: string, version?: string): Promise<N8nRecipe> {
	if (version) return await anyN8n(version);
	return {
		manifest: await readFile(join(server, 'package.json'), 'utf8'),
		lock: await readFile(join(server, 'package-lock.json'), 'utf8'),
		nodeMajor: LOCKED_NODE_MAJOR,
	};
}

async function anyN8n(version: string): Promise<N8nRecipe> {
	const { stdout } = await run('npm', ['view', `n8n@${version}`, 'engines.node']);
	const [, minimum] = />=\s*(\d+)/.exec(stdout) ?? [];
	if (minimum === undefined) throw new Error(`The registry has no n8n ${version}.`);
	const manifest = {
		private: true,
		dependencies: { n8n: version },
		overrides: OVERRIDES,
	};
	return {
		manifest: JSON.stringify(manifest),
		nodeMajor: Math.max(OLDEST_NODE_MAJOR, Number(minimum)),
	};
}
