import { execFile } from 'node:child_process';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Report } from './report';

const run = promisify(execFile);

/** Starting a test runner takes a few seconds, on a slow machine more. */
const TIMEOUT_MS = 120_000;

interface Manifest {
	scripts: { test: string };
	devDependencies: Record<string, string>;
}

/**
 * Runs each of `sandbox/examples` as somebody who copied it would: with the installed package.
 * @param project where svara-sandbox is installed
 */
export async function checkExamples(
	report: Report,
	repository: string,
	project: string,
): Promise<void> {
	const folder = join(project, 'examples');
	await cp(join(repository, 'sandbox/examples'), folder, { recursive: true });
	const entries = await readdir(folder, { withFileTypes: true });
	for (const { name } of entries.filter((entry) => entry.isDirectory())) {
		await report.check(`its example with ${name} passes`, () => runExample(project, name));
	}
}

/** The runner is installed beside the package, where the example's folder finds both. */
async function runExample(project: string, name: string): Promise<void> {
	const cwd = join(project, 'examples', name);
	const text = await readFile(join(cwd, 'package.json'), 'utf8');
	const { 'svara-sandbox': _installed, ...runners } = (JSON.parse(text) as Manifest)
		.devDependencies;
	const wanted = Object.entries(runners).map(([runner, range]) => `${runner}@${range}`);
	const env = { ...process.env, npm_config_prefer_offline: 'true' };
	if (wanted.length > 0) await run('npm', ['install', ...wanted], { cwd: project, env });
	// A test runner that runs this must not be taken for the example's.
	const { NODE_TEST_CONTEXT: _context, JEST_WORKER_ID: _worker, ...rest } = process.env;
	await run('npm', ['test'], { cwd, timeout: TIMEOUT_MS, env: rest });
}
