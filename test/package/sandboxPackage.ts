import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { Tarball } from './install';
import type { Report } from './report';
import { checkExamples } from './sandboxExamples';

const run = promisify(execFile);

const NEEDED = [
	/^package\.json$/,
	/^README\.md$/,
	/^LICENSE$/,
	/^THIRD-PARTY-NOTICES\.md$/,
	/^dist\/main\.js$/,
	/^dist\/index\.js$/,
	/^dist\/index\.d\.ts$/,
	/^dist\/page\/page\.html$/,
	/^dist\/page\/page\.css$/,
	/^dist\/page\/page\.js$/,
	/^dist\/page\/icon\.svg$/,
];

const ALLOWED = [
	/^(package\.json|README\.md|LICENSE|THIRD-PARTY-NOTICES\.md)$/,
	/^dist\/.+\.(js|d\.ts)$/,
	/^dist\/page\/(page\.(html|css|js)|icon\.svg)$/,
	/^dist\/samples\//,
];

/** Code, the page, and a few short recordings. */
const MAX_SIZE_BYTES = 1_000_000;

const STATE = 'state.json';

/** Starting it takes about a second. */
const TIMEOUT_MS = 60_000;

/** Somebody else's test: the loop from a customer's message to the answer in the thread. */
const USE = `
const sandbox = await startSandbox();
const { messenger } = sandbox.accounts;
const asha = messenger.recipients.open;
sandbox.customer(messenger, asha).writes('Hello?');
const response = await fetch(sandbox.baseUrl('messenger') + '/me/messages', {
	method: 'POST',
	headers: {
		authorization: 'Bearer ' + messenger.tokens.valid,
		'content-type': 'application/json',
	},
	body: JSON.stringify({ recipient: { id: asha.id }, message: { text: 'Hi!' } }),
});
const page = await fetch(sandbox.url).then((answer) => answer.text());
console.log(JSON.stringify([response.status, sandbox.messages.at(-1).text, page.includes('page.js')]));
await sandbox.close();
`;

/** What TypeScript has to accept, and what it must not. */
const TYPED = `
import { startSandbox, type Sandbox } from 'svara-sandbox';
const sandbox: Sandbox = await startSandbox({ port: 0 });
const texts: Array<string | undefined> = sandbox.messages.map(({ text }) => text);
// @ts-expect-error There is no such option.
await startSandbox({ prot: 0 });
console.log(texts);
`;

/** Packs the sandbox, installs it in an empty folder, and uses it from there. */
export async function checkSandbox(
	report: Report,
	repository: string,
	folder: string,
): Promise<void> {
	const tarball = await packSandbox(repository, folder);
	const { files, sizeBytes } = tarball;
	await report.check(`svara-sandbox: ${files.length} files, ${sizeBytes} bytes, nothing else`, () =>
		assertContents(tarball),
	);
	const project = join(folder, 'project');
	await mkdir(project);
	await writeFile(join(project, 'package.json'), '{"name":"project","private":true}');
	await report.check('it installs into an empty project', async () => {
		await run('npm', ['install', tarball.path], { cwd: project, env: cacheFirst() });
	});
	await report.check('require and import give a sandbox that works', async () => {
		const imports = "import { startSandbox } from 'svara-sandbox';";
		const requires = "const { startSandbox } = require('svara-sandbox');";
		await writeFile(join(project, 'use.mjs'), imports + USE);
		await writeFile(join(project, 'use.cjs'), `${requires}(async () => {${USE}})();`);
		for (const file of ['use.mjs', 'use.cjs']) {
			const { stdout } = await run(process.execPath, [file], bare(project));
			assert.deepEqual(JSON.parse(stdout), [200, 'Hi!', true], file);
		}
	});
	await report.check('its types are found and complete', async () => {
		await writeFile(join(project, 'use.mts'), TYPED);
		const typeRoots = join(repository, 'node_modules/@types');
		const compiler = join(repository, 'node_modules/typescript/bin/tsc');
		const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022'];
		const types = ['--typeRoots', typeRoots, '--types', 'node'];
		await run(process.execPath, [compiler, ...flags, ...types, 'use.mts'], bare(project));
	});
	await report.check('npx svara-sandbox starts it, and Ctrl+C ends it', () =>
		startAndStop(project),
	);
	await checkExamples(report, repository, project);
}

/** Built by hand, because a checkout runs no `prepack` (.npmrc: ignore-scripts). */
async function packSandbox(repository: string, folder: string): Promise<Tarball> {
	const workspace = ['--workspace', 'svara-sandbox'];
	await run('npm', ['run', '--silent', 'build', ...workspace], { cwd: repository });
	const flags = ['--json', `--pack-destination=${folder}`];
	const { stdout } = await run('npm', ['pack', ...workspace, ...flags], { cwd: repository });
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

function assertContents({ files, sizeBytes }: Tarball): void {
	const missing = NEEDED.filter((pattern) => !files.some((file) => pattern.test(file)));
	const surplus = files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
	assert.deepEqual(missing.map(String), [], 'the tarball lacks files');
	assert.deepEqual(surplus, [], 'the tarball holds files that no user needs');
	assert.ok(sizeBytes < MAX_SIZE_BYTES, `the tarball has ${sizeBytes} bytes`);
}

/**
 * A terminal sends Ctrl+C to npx and to what it started. npx itself then ends by the signal, so the exit
 * code is asked of the program started without it.
 */
async function startAndStop(project: string): Promise<void> {
	const program = join('node_modules', '.bin', 'svara-sandbox');
	assert.deepEqual(await interrupted(project, program), [0, null]);
	await interrupted(project, 'npx', '--no-install', 'svara-sandbox');
	const saved = await readFile(join(project, STATE), 'utf8');
	assert.match(saved, /"format": "svara-sandbox state"/);
}

/** @returns exit code and signal, once everything it started has ended too */
async function interrupted(cwd: string, program: string, ...args: string[]): Promise<unknown[]> {
	const flags = ['--port', '0', '--state', STATE];
	const child = spawn(program, [...args, ...flags], { ...bare(cwd), detached: true });
	const group = -child.pid!;
	const closed: Promise<unknown[]> = once(child, 'close');
	try {
		await printed(child, 'Press Ctrl+C');
		process.kill(group, 'SIGINT');
		return await closed;
	} finally {
		if (child.exitCode === null && child.signalCode === null) process.kill(group, 'SIGKILL');
	}
}

async function printed(child: ChildProcess, text: string): Promise<void> {
	let output = '';
	for await (const chunk of child.stdout! as AsyncIterable<Buffer>) {
		output += String(chunk);
		if (output.includes(text)) return void child.stdout!.resume();
	}
	throw new Error(`It ended before it said "${text}": ${output}`);
}

/** No setting of this machine counts, and nothing of the checkout can be found. */
const bare = (cwd: string) => ({
	cwd,
	timeout: TIMEOUT_MS,
	env: { PATH: process.env.PATH, HOME: cwd },
});

/** The repository's own install has just filled npm's cache. */
const cacheFirst = () => ({ ...process.env, npm_config_prefer_offline: 'true' });
