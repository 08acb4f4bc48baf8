import { Cleanup } from '../test/e2e/cleanup';
import { REPOSITORY, startLocalN8n } from './localN8n';
import { HELP, readOptions, type Options } from './options';
import { welcome } from './welcome';

/** `npm run n8n [-- --fresh]` */
async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2), REPOSITORY);
	if (options === undefined) return print(HELP);
	const cleanup = new Cleanup();
	stopOnSignal(cleanup);
	try {
		await run(options, cleanup);
	} finally {
		await cleanup.close();
	}
}

/** Resolves when it was stopped; rejects when it did not start, or n8n ended by itself. */
async function run(options: Options, cleanup: Cleanup): Promise<void> {
	const local = await startLocalN8n(options, cleanup, (line) => print(`  … ${line}\n`));
	// The second Ctrl+C: n8n would wait for workflows that are running.
	cleanup.signal.addEventListener('abort', () => {
		for (const name of SIGNALS) process.on(name, () => void local.server.stop('SIGKILL'));
	});
	print(welcome(local, options));
	await local.server.ended();
	if (!cleanup.signal.aborted) throw new Error('n8n ended by itself; its log says why.');
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

function stopOnSignal(cleanup: Cleanup): void {
	for (const name of SIGNALS) {
		process.once(name, () => {
			if (cleanup.signal.aborted) return;
			print('\n  Stopping n8n and the sandbox. Press Ctrl+C again not to wait for workflows.\n');
			void cleanup.close().then(() => process.exit(0));
		});
	}
}

const print = (text: string) => void process.stdout.write(text);

main().catch((thrown: unknown) => {
	process.stderr.write(`  ✖ ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
	process.exit(1);
});
