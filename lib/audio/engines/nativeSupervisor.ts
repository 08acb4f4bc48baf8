import { spawn } from 'node:child_process';

/**
 * A program of its own: `node nativeSupervisor.js <binary> <arguments>` runs ffmpeg and sees to it that it
 * does not outlive n8n, however that ends. A process that is killed with SIGKILL can do nothing any
 * more, and its children are told nothing; but the pipe to our standard input ends with it.
 *
 * It leads the process group that ffmpeg is in, ends as ffmpeg ends, and costs 40 ms a run.
 */
const [binary = '', ...args] = process.argv.slice(2);
// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions -- the binary that passed the self-test, without a shell
const child = spawn(binary, args, { stdio: ['ignore', 'ignore', 'inherit'], windowsHide: true });

function killAll(): void {
	child.kill('SIGKILL');
	// Windows has no process groups.
	if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
	process.exit(1);
}
process.stdin.on('error', killAll).on('close', killAll).resume();

child.on('error', (reason) => {
	process.stderr.write(`${reason.message}\n`, () => process.exit(127));
});
child.on('exit', (code, signal) => {
	if (signal !== null) process.kill(process.pid, signal);
	else process.exit(code ?? 1);
});
