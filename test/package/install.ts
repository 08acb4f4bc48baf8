import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Tarball {
	path: string;
	/** Paths inside the package, e.g. `dist/nodes/…`. */
	files: string[];
	sizeBytes: number;
}

/**
 * `npm pack`, as publishing does it.
 * @param folder where the tarball is put
 * @param flags more of npm's own, e.g. `--workspace=svara-sandbox`
 */
export async function pack(
	repository: string,
	folder: string,
	...flags: string[]
): Promise<Tarball> {
	const options = ['--json', `--pack-destination=${folder}`, ...flags];
	const { stdout } = await run('npm', ['pack', ...options], { cwd: repository });
	const [packed] = JSON.parse(stdout) as Array<{
		filename: string;
		size: number;
		files: Array<{ path: string }>;
	}>;
	if (!packed) throw new Error(`npm pack said nothing about a tarball: ${stdout}`);
	return {
		path: join(folder, packed.filename),
		files: packed.files.map(({ path }) => path),
		sizeBytes: packed.size,
	};
}

/**
 * Installs the tarball as n8n's UI does, step for step: `downloadPackage` in
 * `packages/cli/src/modules/community-packages/community-packages.service.ts`. Only npm's cache is
 * asked before the registry, since the repository's own install has just filled it.
 *
 * @param n8nFolder stands for `~/.n8n`
 * @returns the folder of the installed package
 */
export async function installAsN8nDoes(
	tarball: string,
	packageName: string,
	n8nFolder: string,
): Promise<string> {
	const directory = join(n8nFolder, 'nodes', 'node_modules', packageName);
	await mkdir(directory, { recursive: true });
	await run('tar', ['-xzf', tarball, '-C', directory, '--strip-components=1']);

	const manifestPath = join(directory, 'package.json');
	const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as Record<string, unknown>;
	for (const removed of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		Reflect.deleteProperty(manifest, removed);
	}
	await writeFile(manifestPath, JSON.stringify(manifest, null, 2));

	const flags = [
		'--audit=false',
		'--fund=false',
		'--bin-links=false',
		'--install-strategy=shallow',
		'--ignore-scripts=true',
		'--package-lock=false',
	];
	await run('npm', ['install', ...flags], {
		cwd: directory,
		env: { ...process.env, npm_config_prefer_offline: 'true' },
	});
	return directory;
}

/** The sizes of all files in a folder, in bytes. */
export async function sizeOf(folder: string): Promise<number> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const sizes = entries
		.filter((entry) => entry.isFile())
		.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
	return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** How programs and native add-ons of Linux, Windows and macOS begin (ELF, PE, Mach-O). */
const NATIVE = ['7f454c46', '4d5a', 'cffaedfe', 'cafebabe'];

/** The files in a folder that run on one system or C library only. */
export async function nativeFilesIn(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	const paths = files.map(({ parentPath, name }) => join(parentPath, name));
	const starts = await Promise.all(
		paths.map(async (path) => (await readFile(path)).toString('hex', 0, 4)),
	);
	return paths.filter((_, index) => NATIVE.some((magic) => starts[index]?.startsWith(magic)));
}
