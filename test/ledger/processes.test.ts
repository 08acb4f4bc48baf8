import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { hashedKey, type LedgerSettings } from '../../lib/ledger';
import { describeOnSharedStores, withLedgers } from './stores';

/** Short, so that the tests need not wait; long enough for a busy machine. */
const GONE_AFTER_MS = 3_000;

interface Rival {
	ask(line: string): Promise<string>;
	signal(name: NodeJS.Signals): void;
	end(): Promise<void>;
}

async function startRival(settings: LedgerSettings): Promise<Rival> {
	const file = join(__dirname, 'rival.js');
	const child = spawn(
		process.execPath,
		['--no-warnings', file, JSON.stringify(settings), String(GONE_AFTER_MS)],
		{ stdio: 'pipe' },
	);
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const nextLine = async () => String((await lines.next()).value);
	await nextLine();
	let last: Promise<unknown> = Promise.resolve();
	return {
		async ask(line) {
			child.stdin.write(`${line}\n`);
			const answer = last.then(nextLine);
			last = answer;
			return await answer;
		},
		signal: (name) => void child.kill(name),
		async end() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			const ended = once(child, 'exit');
			child.kill('SIGKILL');
			await ended;
		},
	};
}

async function withRivals(
	settings: LedgerSettings,
	test: (first: Rival, second: Rival) => Promise<void>,
): Promise<void> {
	const rivals = await Promise.all([startRival(settings), startRival(settings)]);
	try {
		await test(...rivals);
	} finally {
		await Promise.all(rivals.map(async (rival) => await rival.end()));
	}
}

const keys = (count: number) =>
	Array.from({ length: count }, (_, index) => hashedKey('test', String(index)));

describeOnSharedStores('two processes on %s', (_, open) => {
	it('send each of 200 messages once', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				const states = await Promise.all(
					keys(200).map(async (key) => {
						const claimed = await Promise.all([
							first.ask(`claim ${key}`).then(async (state) => {
								if (state === 'claimed') await first.ask(`sent ${key}`);
								return state;
							}),
							second.ask(`claim ${key}`).then(async (state) => {
								if (state === 'claimed') await second.ask(`sent ${key}`);
								return state;
							}),
						]);
						return claimed.toSorted().join();
					}),
				);
				expect(new Set(states)).toEqual(new Set(['claimed,sent']));
			});
		});
	});

	it('start each of 200 events once', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				const verdicts = await Promise.all(
					keys(200).map(async (key) => {
						const both = [first, second].map(async (rival) => await rival.ask(`event ${key}`));
						return (await Promise.all(both)).toSorted().join();
					}),
				);
				expect(new Set(verdicts)).toEqual(new Set(['fresh,seen']));
			});
		});
	});

	it('never send what a killed one had claimed, and send the rest', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				const [claimed = '', sent = '', free = ''] = keys(3);
				expect(await first.ask(`claim ${sent}`)).toBe('claimed');
				await first.ask(`sent ${sent}`);
				expect(await first.ask(`claim ${claimed}`)).toBe('claimed');
				first.signal('SIGKILL');
				expect(await second.ask(`claim ${claimed}`)).toBe('unknown');
				expect(await second.ask(`claim ${sent}`)).toBe('sent');
				expect(await second.ask(`claim ${free}`)).toBe('claimed');
			});
		});
	});

	it('agree after one was stopped for a while in the middle of a send', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				const [key = ''] = keys(1);
				expect(await first.ask(`claim ${key}`)).toBe('claimed');
				first.signal('SIGSTOP');
				expect(await second.ask(`claim ${key}`)).toBe('unknown');
				first.signal('SIGCONT');
				expect(await first.ask(`sent ${key}`)).toBe('true');
				expect(await second.ask(`claim ${key}`)).toBe('sent');
			});
		});
	});

	it('share the slots of an account', async () => {
		await withLedgers(open, async (_another, { settings }) => {
			await withRivals(settings, async (first, second) => {
				const answers = await Promise.all([first.ask('slots 50'), second.ask('slots 50')]);
				const starts = answers
					.flatMap((answer) => JSON.parse(answer) as number[])
					.toSorted((a, b) => a - b);
				expect((starts.at(-1) ?? 0) - (starts[0] ?? 0)).toBeGreaterThan(98 * 100);
			});
		});
	});
});
