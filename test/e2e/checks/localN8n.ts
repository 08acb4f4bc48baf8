import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { assertFree } from '../../../localN8n/ports';
import type { Report } from '../../package/report';
import { eventually, inTime } from '../eventually';
import { EXAMPLES } from '../examples/exampleFiles';
import { N8nApi } from '../n8nApi';
import { freePorts } from '../n8nServer';
import { REPOSITORY } from '../stage';

/** Packing, installing and starting, on a machine that has other things to do. */
const START_TIMEOUT_MS = 300_000;

/** `npm run n8n`, as somebody starts it, stops it and starts it again. */
export async function checkLocalN8n(report: Report): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'svara-local-n8n-'));
	const [port = 0, sandboxPort = 0] = await freePorts(2);
	const start = () => startProgram(folder, port, sandboxPort);
	try {
		await report.check('npm run n8n: everything is in place', async () => {
			const program = start();
			try {
				await program.ready();
				await assertInPlace(port);
				await assertLinkOpens(program.output());
			} finally {
				await program.interrupt();
			}
			await assertFree(port, '--port');
			await assertFree(sandboxPort, '--sandbox-port');
		});
		await report.check('npm run n8n: a second start finds what the first one left', async () => {
			const program = start();
			try {
				await program.ready();
				await assertInPlace(port);
			} finally {
				await program.interrupt(2);
			}
			await assertFree(port, '--port');
		});
		await report.check('npm run n8n: a port that is taken is named in one sentence', async () => {
			const other = createServer().listen(port, '127.0.0.1');
			await once(other, 'listening');
			try {
				const program = start();
				assert.equal(await program.ended, 1);
				assert.match(program.output(), new RegExp(`^  ✖ Port ${port} is taken: .*--port\\.\n$`));
			} finally {
				other.close();
			}
		});
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function assertInPlace(port: number): Promise<void> {
	const api = new N8nApi(`http://127.0.0.1:${port}`, '');
	await api.logIn();
	const workflows = await api.listWorkflows();
	assert.equal(workflows.length, EXAMPLES.length);
	const active = workflows.filter((each) => each.active).map(({ name }) => name);
	assert.ok(active.includes('Voice agent'), active.join());
	const credentials = (await api.listCredentials()).map(({ name }) => name);
	assert.equal(new Set(credentials).size, credentials.length);
	assert.ok(credentials.includes('Svara Instagram account'), credentials.join());
}

/** The page is of use only to who has the control token, which the printed link brings. */
async function assertLinkOpens(printed: string): Promise<void> {
	const [link = ''] = /http:\S+\?token=\S+/.exec(printed) ?? [];
	const page = await fetch(link, { redirect: 'manual' });
	const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
	const state = await fetch(new URL('/_sandbox/state', link), { headers: { cookie } });
	assert.equal(state.status, 200, printed);
}

function startProgram(folder: string, port: number, sandboxPort: number) {
	const program = join(REPOSITORY, 'dist/localN8n/main.js');
	const choices = { '--folder': folder, '--port': port, '--sandbox-port': sandboxPort };
	const child = spawn(process.execPath, [program, ...Object.entries(choices).flat().map(String)]);
	let printed = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
	}
	const ended = once(child, 'close').then(([code]) => code as number | null);
	return {
		ended,
		output: () => printed,
		async ready() {
			await eventually(
				'npm run n8n is ready',
				async () => {
					if (child.exitCode !== null) throw new Error(printed);
					return printed.includes('Press Ctrl+C to stop');
				},
				START_TIMEOUT_MS,
			);
		},
		/** Ctrl+C, maybe again and again; it has to end well. */
		async interrupt(times = 1) {
			for (let i = 0; i < times; i++) {
				child.kill('SIGINT');
				await eventually('it says that it stops', async () => printed.includes('Stopping'));
			}
			assert.equal(await inTime('npm run n8n has ended', ended), 0, printed);
		},
	};
}
