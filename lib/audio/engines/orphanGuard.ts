import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';

/** A guard takes 40 ms to start and some 40 MB: kept for a batch, not for the night. */
const IDLE_MS = 30_000;

/**
 * Sees to it that no ffmpeg outlives n8n, even one that hangs. A process that is killed with SIGKILL can
 * do nothing any more, and its children are told nothing. So a small process of ours waits on a pipe:
 * the pipe ends with n8n, however that ends, and then what is still running is killed.
 */
class OrphanGuard {
	private guard?: ChildProcess;
	private readonly watched = new Set<number>();
	private idleTimer?: NodeJS.Timeout;

	/** @param target what `process.kill` takes: a process id, or a negative one for a group */
	watch(target: number): void {
		clearTimeout(this.idleTimer);
		this.watched.add(target);
		if (this.guard === undefined) this.start();
		this.tell(`+${target}`);
	}

	release(target: number): void {
		if (!this.watched.delete(target)) return;
		this.tell(`-${target}`);
		if (this.watched.size > 0) return;
		this.idleTimer = setTimeout(() => {
			this.guard?.stdin?.end();
			this.guard = undefined;
		}, IDLE_MS).unref();
	}

	private start(): void {
		// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions -- our own file, no shell, nothing of a user's in it
		const guard = spawn(process.execPath, [join(__dirname, 'orphanGuardProcess.js')], {
			stdio: ['pipe', 'ignore', 'ignore'],
			// Its own group, or a Ctrl+C in a terminal would end the guard before what it guards.
			detached: process.platform !== 'win32',
			windowsHide: true,
			// Flags of n8n's own process (a debugger's port) are not for this one.
			env: { ...process.env, NODE_OPTIONS: '' },
		});
		this.guard = guard;
		const forget = (): void => {
			if (this.guard === guard) this.guard = undefined;
		};
		// Without a guard (no memory for a process) ffmpeg still has its time limit.
		guard.on('error', forget).on('exit', forget);
		guard.stdin.on('error', forget);
		guard.unref();
		// A pipe to a child is a socket, whatever its type says.
		(guard.stdin as unknown as Pick<Socket, 'unref'>).unref();
		for (const target of this.watched) this.tell(`+${target}`);
	}

	private tell(line: string): void {
		this.guard?.stdin?.write(`${line}\n`);
	}
}

export const orphanGuard = new OrphanGuard();
