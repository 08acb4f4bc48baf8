import { helpText, readCommand, UsageError } from '../../../sandbox/cli/options';
import { parseStartTime } from '../../../sandbox/cli/startTime';

const options = (...args: string[]) => {
	const command = readCommand(args);
	if (command.name !== 'start') throw new Error(`It is ${command.name}`);
	return command.options;
};

test('without a flag it listens where credentials expect it, and calls nobody else', () => {
	expect(options()).toEqual({ port: 8026, host: '127.0.0.1', allowRemote: false });
});

test('each flag is an option', () => {
	expect(
		options(
			...['--port', '0', '--host', '0.0.0.0', '--url', 'http://host.docker.internal:8026/'],
			...['--state', 'state.json', '--clock', '2026-12-24T18:00:00Z', '--allow-remote'],
			...['--control-token', 'my-own-token'],
		),
	).toEqual({
		port: 0,
		host: '0.0.0.0',
		publicUrl: 'http://host.docker.internal:8026',
		stateFile: 'state.json',
		startAt: new Date('2026-12-24T18:00:00Z'),
		allowRemote: true,
		controlToken: 'my-own-token',
	});
});

test('the help names every flag', () => {
	expect(readCommand(['--port', '1', '--help'])).toEqual({ name: 'help' });
	expect(readCommand(['--version'])).toEqual({ name: 'version' });
	expect(
		helpText()
			.match(/^ {2}--[a-z-]+/gm)!
			.map((name) => name.trim()),
	).toEqual([
		'--port',
		'--host',
		'--url',
		'--state',
		'--clock',
		'--allow-remote',
		'--control-token',
		'--help',
		'--version',
	]);
});

test.each([
	['--colour', "Unknown option '--colour'"],
	['colour', "Unexpected argument 'colour'"],
	['--port', 'argument missing'],
	['--port=65536', 'no port'],
	['--port=-1', 'no port'],
	['--port=8e3', 'no port'],
	['--port=', 'no port'],
	['--url=host.docker.internal', 'no address of a server'],
	['--url=http://host/path', 'no address of a server'],
	['--url=ftp://host', 'no address of a server'],
	['--clock=tomorrow', 'no time'],
	['--clock=2026-02-31T25:00', 'no time'],
	['--clock=', 'no time'],
	['--control-token=short', 'cannot be used'],
	['--control-token=a; b; c; d', 'cannot be used'],
	['--help=yes', 'does not take an argument'],
])('%s: two sentences, what is wrong and what to do', (argument, says) => {
	const refusal = (() => {
		try {
			return readCommand([argument]);
		} catch (cause) {
			return cause as Error;
		}
	})();
	expect(refusal).toBeInstanceOf(UsageError);
	expect((refusal as Error).message).toContain(says);
	expect((refusal as Error).message).toMatch(/\. [A-Z].*\.$|\. See svara-sandbox --help\.$/);
});

test.each([
	['2026-12-24T18:00:00Z', '2026-12-24T18:00:00.000Z'],
	['2026-12-24T18:00', '2026-12-24T18:00:00.000Z'],
	['2026-12-24', '2026-12-24T00:00:00.000Z'],
	['2026-12-24T18:00:00+02:00', '2026-12-24T16:00:00.000Z'],
	['+36h', '1970-01-02T12:00:00.000Z'],
	['+2d', '1970-01-03T00:00:00.000Z'],
	['-30m', '1969-12-31T23:30:00.000Z'],
	['36h', undefined],
	['+1y', undefined],
	['1797703200', undefined],
])('the time %s is %s', (text, expected) => {
	expect(parseStartTime(text, 0)?.toISOString()).toBe(expected);
});
