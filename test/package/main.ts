import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { assertInstalled, assertTarball, NODES_PACKAGE } from './files';
import { installAsN8nDoes, nativeFilesIn, pack, sizeOf } from './install';
import { runChecks } from './isolated';
import { Report } from './report';
import { checkSandbox } from './sandboxPackage';

/** This file is compiled to `dist/test/package`. */
const REPOSITORY = resolve(__dirname, '../../..');

/**
 * Packs the package, installs it as n8n does and uses it on a machine without ffmpeg; then the sandbox's,
 * in a project of somebody else.
 */
async function main(): Promise<number> {
	const report = new Report();
	const folder = await mkdtemp(join(tmpdir(), 'svara-package-'));
	try {
		const tarball = await pack(REPOSITORY, folder);
		await report.check(
			`${tarball.files.length} files, ${tarball.sizeBytes} bytes: what a user needs, nothing else`,
			() => assertTarball(tarball, NODES_PACKAGE),
		);

		const manifest = await readFile(join(REPOSITORY, 'package.json'), 'utf8');
		const { name } = JSON.parse(manifest) as { name: string };
		const installed = await installAsN8nDoes(tarball.path, name, join(folder, '.n8n'));
		const installedBytes = await sizeOf(installed);
		await report.check(`installed with all it depends on: ${installedBytes} bytes`, () =>
			assertInstalled(installedBytes),
		);
		await report.check('nothing in it is made for one system or C library', async () => {
			assert.deepEqual(await nativeFilesIn(installed), []);
		});
		const emptyPath = join(folder, 'empty');
		await mkdir(emptyPath);
		await runChecks(report, { installed, emptyPath, nodePath: join(REPOSITORY, 'node_modules') });
		await checkSandbox(report, REPOSITORY, folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
	return report.close();
}

main().then(
	(code) => (process.exitCode = code),
	(error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	},
);
