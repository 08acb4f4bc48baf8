import { parseArgs, type ParseArgsConfig } from 'node:util';

import type { SandboxOptions } from '..';
import { parseStartTime } from './startTime';

/** A command line that cannot be followed; the message says what is wrong, and what to do. */
export class UsageError extends Error {}

/** What the command line asks for. */
export type Command =
	{ name: 'help' } | { name: 'version' } | { name: 'start'; options: StartOptions };

/** Where a sandbox started from a terminal always listens somewhere known. */
export type StartOptions = SandboxOptions & { port: number; host: string };

interface Flag {
	/** What stands for the value in the help; flags without one take no value. */
	value?: string;
	/** In the help, a line each. */
	help: readonly string[];
	default?: string;
	/** @throws UsageError for a value that cannot be used */
	read?: (value: string) => Partial<SandboxOptions>;
}

/** A fixed port by default, so that a credential saved in n8n keeps its Base URL. */
export const DEFAULT_PORT = 8026;

const DEFAULT_HOST = '127.0.0.1';

/** Every flag, in the order of the help. */
const FLAGS: Readonly<Record<string, Flag>> = {
	port: {
		value: 'number',
		default: String(DEFAULT_PORT),
		help: ['Port to listen on; 0 takes a free one.'],
		read: (value) => ({ port: readPort(value) }),
	},
	host: {
		value: 'address',
		default: DEFAULT_HOST,
		help: ['Address to listen on; 0.0.0.0 lets an n8n in Docker reach it.'],
		read: (host) => ({ host }),
	},
	url: {
		value: 'url',
		help: [
			'Under which n8n reaches the sandbox, if not by its address:',
			'http://host.docker.internal:8026 from Docker. Begins the Base URLs and media links.',
		],
		read: (value) => ({ publicUrl: readOrigin(value) }),
	},
	state: {
		value: 'file',
		help: ['Keeps accounts and conversations in this file; without it they end with the sandbox.'],
		read: (stateFile) => ({ stateFile }),
	},
	clock: {
		value: 'time',
		help: [
			'Time to start at: 2026-12-24T18:00:00Z, or from now: +36h, +2d, -30m (as --clock=-30m).',
		],
		read: (value) => ({ startAt: readTime(value) }),
	},
	'allow-remote': {
		help: ['Lets it fetch media from, and deliver webhooks to, other machines.'],
	},
	'control-token': {
		value: 'token',
		help: ['Token of the page and the control calls; without it a new one at every start.'],
		read: (value) => ({ controlToken: readToken(value) }),
	},
	help: { help: ['Shows this.'] },
	version: { help: ['Shows the version.'] },
};

const NAME_WIDTH = 27;

/** What `--help` prints. */
export function helpText(): string {
	const flags = Object.entries(FLAGS).map(([name, { value, help, default: preset }]) => {
		const head = `  --${name}${value === undefined ? '' : ` <${value}>`}`.padEnd(NAME_WIDTH);
		const text = help.join(`\n${' '.repeat(NAME_WIDTH)}`);
		return `${head}${text}${preset === undefined ? '' : ` Default: ${preset}`}`;
	});
	return [
		'Usage: svara-sandbox [options]',
		'',
		"Instagram Direct and Messenger on your own machine: accounts, customers, and Meta's rules.",
		'',
		...flags,
		'',
	].join('\n');
}

/**
 * Reads the command line.
 * @throws UsageError for a flag that does not exist, or a value that cannot be used
 */
export function readCommand(args: readonly string[]): Command {
	const values = parse(args);
	if (values.help === true) return { name: 'help' };
	if (values.version === true) return { name: 'version' };
	const options: StartOptions = {
		port: DEFAULT_PORT,
		host: DEFAULT_HOST,
		allowRemote: values['allow-remote'] === true,
	};
	for (const [name, { read }] of Object.entries(FLAGS)) {
		const value = values[name];
		if (typeof value === 'string') Object.assign(options, read?.(value));
	}
	return { name: 'start', options };
}

function parse(args: readonly string[]): Record<string, unknown> {
	const options: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
		Object.entries(FLAGS).map(([name, { value }]) => [
			name,
			{ type: value === undefined ? 'boolean' : 'string' },
		]),
	);
	try {
		return parseArgs({ args: [...args], options, allowPositionals: false }).values;
	} catch (cause) {
		// Node's first sentence names the argument; the others suggest tricks.
		const what = (cause as Error).message.split(/\. |\n/)[0] ?? '';
		throw new UsageError(`${what.replace(/\.$/, '')}. See svara-sandbox --help.`);
	}
}

function readPort(value: string): number {
	const port = Number(value);
	if (/^\d+$/.test(value) && port <= 65_535) return port;
	throw new UsageError(`"${value}" is no port. Give --port a number from 0 to 65535.`);
}

function readOrigin(value: string): string {
	const url = URL.canParse(value) ? new URL(value) : undefined;
	const isOrigin = url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/';
	if (isOrigin && url.search === '' && url.hash === '') return url.origin;
	throw new UsageError(
		`"${value}" is no address of a server. Give --url one like http://host.docker.internal:8026.`,
	);
}

function readTime(value: string): Date {
	const time = parseStartTime(value, Date.now());
	if (time !== undefined) return time;
	throw new UsageError(
		`"${value}" is no time. Give --clock one like 2026-12-24T18:00:00Z or +36h.`,
	);
}

/** Fits into a header and a cookie as it is. */
function readToken(value: string): string {
	if (/^[\w.~-]{8,200}$/.test(value)) return value;
	throw new UsageError(
		'The control token cannot be used. Give --control-token 8 to 200 letters, digits, dots, dashes or underscores.',
	);
}
