import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { LedgerSettings } from '../../lib/ledger';

/** Short, so that the tests need not wait; long enough for a busy machine. */
const GONE_AFTER_MS = 3_000;

/** For `node --require`. */
export const SHIFTED_CLOCK = join(__dirname, 'shiftedClock.js');

/** A process of its own that works on a shared ledger; see `rival.ts` for what it can be asked. */
export interface Rival {
	/** Resolves with its answer; with `undefined` if it has ended. */
	ask(line: string): Promise<string | undefined>;
	signal(name: NodeJS.Signals): void;
	/** Sets its clock an hour ahead, or back again. */
	jump(): Promise<void>;
	end(): Promise<void>;
}

async function startRival(settings: LedgerSettings, deliveries: string): Promise<Rival> {
	const file = join(__dirname, 'rival.js');
	const child = spawn(
		process.execPath,
		[
			'--no-warnings',
			`--require=${SHIFTED_CLOCK}`,
			file,
			JSON.stringify(settings),
			String(GONE_AFTER_MS),
			deliveries,
		],
		{ stdio: 'pipe' },
	);
	// Writing to one that was killed.
	child.stdin.on('error', () => {});
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const nextLine = async () => {
		const { value, done } = await lines.next();
		return done ? undefined : value;
	};
	await nextLine();
	let last: Promise<unknown> = Promise.resolve();
	const afterLast = async () => {
		const answer = last.then(nextLine);
		last = answer;
		return await answer;
	};
	return {
		async ask(line) {
			child.stdin.write(`${line}\n`);
			return await afterLast();
		},
		signal: (name) => void child.kill(name),
		async jump() {
			child.kill('SIGUSR2');
			await afterLast();
		},
		async end() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const ended = once(child, 'exit');
			child.kill('SIGKILL');
			await ended;
		},
	};
}

/**
 * Runs a test with two processes on one ledger; ends them.
 * @param test gets a function that reads which messages they have delivered, in order
 */
export async function withRivals(
	settings: LedgerSettings,
	test: (first: Rival, second: Rival, delivered: () => Promise<string[]>) => Promise<void>,
): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'svara-rivals-'));
	const deliveries = join(folder, 'deliveries');
	const rivals = await Promise.all([
		startRival(settings, deliveries),
		startRival(settings, deliveries),
	]);
	const delivered = async () => {
		const text = await readFile(deliveries, 'utf8').catch(() => '');
		return text.split('\n').filter((line) => line !== '');
	};
	try {
		await test(...rivals, delivered);
	} finally {
		await Promise.all(rivals.map(async (rival) => await rival.end()));
		await rm(folder, { recursive: true, force: true });
	}
}
