import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What a person may choose on the command line. */
export interface Options {
	/** Of n8n; examples in the docs use 5678, n8n's own. */
	port: number;
	/** Of the sandbox; the examples hold 8026. */
	sandboxPort: number;
	/** Where n8n keeps its data. */
	folder: string;
	/** Whether to throw away what is there. */
	fresh: boolean;
}

const DEFAULTS = { port: '5678', 'sandbox-port': '8026', folder: '.n8n-dev' };

export const HELP = `Usage: npm run n8n -- [--fresh] [--port ${DEFAULTS.port}] [--sandbox-port ${DEFAULTS['sandbox-port']}] [--folder ${DEFAULTS.folder}]

A real n8n with this package, the sandbox behind it, credentials and examples in place.
  --fresh          start over: throw away n8n's data
  --port           of n8n
  --sandbox-port   of the sandbox
  --folder         where n8n keeps its data
`;

/**
 * @param repository what a relative folder is relative to
 * @returns undefined where the person asks for help
 * @throws Error in one sentence, for what cannot be
 */
export function readOptions(args: string[], repository: string): Options | undefined {
	const { values } = parseArgs({
		args,
		options: {
			fresh: { type: 'boolean', default: false },
			port: { type: 'string', default: DEFAULTS.port },
			'sandbox-port': { type: 'string', default: DEFAULTS['sandbox-port'] },
			folder: { type: 'string', default: DEFAULTS.folder },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	return {
		port: readPort('--port', values.port),
		sandboxPort: readPort('--sandbox-port', values['sandbox-port']),
		folder: resolve(repository, values.folder),
		fresh: values.fresh,
	};
}

function readPort(flag: string, text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port > 0 && port <= 65535) return port;
	throw new Error(`${flag} must be a number from 1 to 65535, not "${text}".`);
}
