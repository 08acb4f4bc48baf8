import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Sees to it that no ffmpeg outlives n8n. A process that is killed with SIGKILL can do nothing any more,
 * and its children are told nothing; but its end of a pipe closes. So a shell beside ffmpeg waits for
 * that, and kills ffmpeg's process group. ffmpeg starts only once that shell is there: on a busy machine
 * n8n may be killed in between.
 *
 * Both scripts are constant, and what they are given is never parsed. They take 8 ms of a conversion; one
 * Node process that does the same took 84 ms (medians of 30 alternated runs on two busy cores).
 */

/** Windows has no process groups, and needs none of this: libuv's job object ends children with their parent. */
export const HAS_PROCESS_GROUPS = process.platform !== 'win32';

const SHELL = '/bin/sh';

/** Becomes the program once a line is read; ends without it where the pipe closes first. */
const START_WHEN_TOLD = 'read line && exec "$0" "$@" </dev/null';

/** Nobody ever writes to it: reading ends with the process that holds the other end of the pipe. */
const KILL_WHEN_ALONE = 'read line; kill -9 -"$0"';

/** The program to spawn for a binary, and what comes before the binary's arguments. */
export const watchable = (binary: string): [program: string, firstArgs: string[]] =>
	HAS_PROCESS_GROUPS ? [SHELL, ['-c', START_WHEN_TOLD, binary]] : [binary, []];

/**
 * Has a {@link watchable} command watched, and then lets it start.
 *
 * @param command leads a process group, and reads from a pipe
 * @param onFault gets the reason why it was not started
 */
export function startWatched(command: ChildProcess, onFault: (reason: Error) => void): void {
	if (!HAS_PROCESS_GROUPS || command.pid === undefined) return;
	command.stdin?.on('error', () => undefined); // it was killed before it was told
	// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions -- a constant script and a number
	const watchdog = spawn(SHELL, ['-c', KILL_WHEN_ALONE, String(command.pid)], {
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
	});
	watchdog.on('error', onFault).unref();
	command.once('exit', () => watchdog.kill('SIGKILL'));
	if (watchdog.pid !== undefined) command.stdin?.end('\n');
}
