import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { startSandbox, type Sandbox } from '..';
import { helpText, readCommand, UsageError, type StartOptions } from './options';
import { welcome } from './welcome';

/**
 * A Ctrl+C reaches a program that npm or npx started twice: from the terminal, and from npm, which
 * passes it on. What comes this soon is the same one. (npm, `@npmcli/run-script/lib/signal-manager.js`)
 */
const SAME_SIGNAL_MS = 500;

/** What went wrong at the start, by the code of Node's error. */
const START_FAILURES: Readonly<Record<string, (options: StartOptions) => string>> = {
	EADDRINUSE: ({ port }) =>
		`Port ${port} is taken. Stop what uses it, or choose another with --port.`,
	EACCES: ({ port }) => `Port ${port} may not be used. Choose one above 1023 with --port.`,
	EADDRNOTAVAIL: ({ host }) =>
		`This machine does not have the address ${host}. Choose another with --host.`,
	ENOTFOUND: ({ host }) => `The name ${host} is not known here. Give --host an address.`,
};

/** Does what the command line asks for. @param args behind the program's name */
export async function run(args: readonly string[]): Promise<void> {
	try {
		const command = readCommand(args);
		if (command.name === 'help') process.stdout.write(helpText());
		else if (command.name === 'version') process.stdout.write(`${ownVersion()}\n`);
		else await start(command.options);
	} catch (cause) {
		say((cause as Error).message);
		process.exitCode = cause instanceof UsageError ? 2 : 1;
	}
}

async function start(options: StartOptions): Promise<void> {
	const sandbox = await startSandbox({ ...options, log: say }).catch((cause: unknown) => {
		const { code = '' } = cause as NodeJS.ErrnoException;
		const explain = START_FAILURES[code];
		throw explain === undefined ? cause : new Error(explain(options));
	});
	stopOnSignals(sandbox);
	process.stdout.write(welcome(sandbox, hintsFor(options)));
}

/** The first signal saves the state and ends all connections; a second one does not wait for that. */
function stopOnSignals(sandbox: Sandbox): void {
	let stoppedAt: number | undefined;
	const stop = (): void => {
		if (stoppedAt !== undefined) {
			if (Date.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(130);
			return;
		}
		stoppedAt = Date.now();
		sandbox.close().catch((cause: unknown) => {
			say((cause as Error).message);
			process.exitCode = 1;
		});
	};
	process.on('SIGINT', stop).on('SIGTERM', stop);
}

function hintsFor({ host, publicUrl, port, stateFile }: StartOptions): string[] {
	const isEverywhere = ['0.0.0.0', '::'].includes(host);
	return [
		...(isEverywhere
			? ['Others on your network can reach the sandbox too; what it holds needs the token.']
			: []),
		...(isEverywhere && publicUrl === undefined
			? [`For n8n in Docker, start with --url http://host.docker.internal:${port} as well.`]
			: []),
		stateFile === undefined
			? 'What happens here is forgotten when it stops; --state <file> keeps it.'
			: `What happens here is kept in ${stateFile}.`,
	];
}

/** That of the package this file is in: `svara-sandbox` where it is installed. */
function ownVersion(): string {
	let folder = __dirname;
	while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
	const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
	return (JSON.parse(manifest) as { version: string }).version;
}

function say(line: string): void {
	process.stderr.write(`${line}\n`);
}
