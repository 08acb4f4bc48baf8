import { Cleanup } from '../test/e2e/cleanup';
import { REPOSITORY, startLocalN8n } from './localN8n';
import { HELP, readOptions, type Options } from './options';
import { closeOnSignal } from './signals';
import { welcome } from './welcome';

/** `npm run n8n [-- --fresh]` */
async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2), REPOSITORY);
	if (options === undefined) return print(HELP);
	const cleanup = new Cleanup();
	closeOnSignal(cleanup, (line) => print(`\n  ${line}\n`));
	try {
		await run(options, cleanup);
	} catch (thrown) {
		// Whoever stops it while it starts knows why it did not.
		if (!cleanup.signal.aborted) throw thrown;
	} finally {
		await cleanup.close();
	}
}

/** Resolves when it was stopped; rejects when it did not start, or n8n ended by itself. */
async function run(options: Options, cleanup: Cleanup): Promise<void> {
	const local = await startLocalN8n(options, cleanup, (line) => print(`  … ${line}\n`));
	print(welcome(local, options));
	await local.server.ended();
	if (!cleanup.signal.aborted) throw new Error('n8n ended by itself; its log says why.');
}

const print = (text: string) => void process.stdout.write(text);

main().catch((thrown: unknown) => {
	process.stderr.write(`  ✖ ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
	process.exit(1);
});
