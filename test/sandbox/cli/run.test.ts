import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { itOnPosix } from '../../posix';
import { until } from '../support';

const MAIN = resolve(__dirname, '../../../sandbox/main.js');

/** `svara-sandbox` with some flags, in a process of its own. */
interface Program {
	child: ChildProcess;
	output: { stdout: string; stderr: string };
	/** Exit code and signal, once all output is there. */
	closed: Promise<unknown[]>;
}

const programs: Program[] = [];
function start(...args: string[]): Program {
	const child = spawn(process.execPath, [MAIN, ...args]);
	const output = { stdout: '', stderr: '' };
	for (const name of ['stdout', 'stderr'] as const) {
		child[name].on('data', (chunk) => (output[name] += String(chunk)));
	}
	const program = { child, output, closed: once(child, 'close') };
	programs.push(program);
	return program;
}

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'sandbox-cli-'))));
afterAll(async () => {
	for (const { child } of programs) child.kill('SIGKILL');
	await rm(folder, { recursive: true, force: true });
});

const isReady = ({ output }: Program) => output.stdout.includes('Press Ctrl+C');
const found = (pattern: RegExp, { output }: Program): string =>
	pattern.exec(output.stdout)?.[1] ?? '';

itOnPosix(
	'prints working credentials and a working page, keeps the state, and stops on SIGINT',
	async () => {
		const stateFile = join(folder, 'state.json');
		const program = start('--port', '0', '--state', stateFile);
		await until(() => isReady(program));
		const baseUrl = found(/Base URL\s+(\S+graph\.instagram\.com\S+)/, program);
		const authorization = `Bearer ${found(/Access Token\s+(IG\S+)/, program)}`;
		const account = await fetch(`${baseUrl}/me?fields=user_id`, { headers: { authorization } });
		expect(await account.json()).toMatchObject({ user_id: '17841400123456789' });

		const pageUrl = found(/(http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)/, program);
		const page = await fetch(pageUrl, { redirect: 'manual' });
		expect([page.status, page.headers.get('location')]).toEqual([303, '/']);
		const control = found(/auth='Authorization: (Bearer \S+)'/, program);
		const { origin } = new URL(pageUrl);
		const advanced = await fetch(`${origin}/_sandbox/clock/advance`, {
			method: 'POST',
			headers: { authorization: control, 'content-type': 'application/json' },
			body: '{"days":3}',
		});
		expect(advanced.status).toBe(200);

		// npm passes on what the terminal has sent already: both are one Ctrl+C.
		program.child.kill('SIGINT');
		program.child.kill('SIGINT');
		expect(await program.closed).toEqual([0, null]);
		const saved = JSON.parse(await readFile(stateFile, 'utf8')) as { state: { clock: object } };
		expect(saved.state.clock).toEqual({ offsetMs: 3 * 24 * 3_600_000 });
	},
);

itOnPosix('stops on SIGTERM', async () => {
	const program = start('--port', '0');
	await until(() => isReady(program));
	program.child.kill('SIGTERM');
	expect(await program.closed).toEqual([0, null]);
	expect(program.output.stderr).toBe('');
});

describe('says in two sentences what hinders it', () => {
	let taken: Server;
	beforeAll(async () => {
		taken = createServer().listen(0, '127.0.0.1');
		await once(taken, 'listening');
	});
	afterAll(() => taken.close());

	test.each<[string, () => string[] | Promise<string[]>, number, RegExp]>([
		['an unknown flag', () => ['--colour'], 2, /^Unknown option '--colour'\. See .*--help\.\n$/],
		[
			'a taken port',
			() => ['--port', String((taken.address() as AddressInfo).port)],
			1,
			/^Port \d+ is taken\. .* choose another with --port\.\n$/,
		],
		// 192.0.2.0/24 is nobody's (RFC 5737).
		['an address of others', () => ['--host', '192.0.2.1'], 1, /does not have the address.*--host/],
		[
			'a damaged state file',
			async () => {
				await writeFile(join(folder, 'damaged.json'), '{"format":');
				return ['--port', '0', '--state', join(folder, 'damaged.json')];
			},
			1,
			/is damaged or was not written by the sandbox\. Name another/,
		],
		[
			'a state file in no folder',
			() => ['--port', '0', '--state', join(folder, 'no', 'state.json')],
			1,
			/cannot be saved to .*\. Name a file in a folder that exists/,
		],
	])('%s', async (_what, args, code, says) => {
		const program = start(...(await args()));
		expect(await program.closed).toEqual([code, null]);
		expect(program.output.stderr).toMatch(says);
		expect(program.output.stdout).toBe('');
	});
});

test('shows its help and its version', async () => {
	const [help, version] = [start('--help'), start('--version')];
	expect([await help.closed, await version.closed]).toEqual([
		[0, null],
		[0, null],
	]);
	expect(help.output.stdout).toContain('Usage: svara-sandbox [options]');
	expect(version.output.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
