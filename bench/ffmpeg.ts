import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const RECORDING = resolve(__dirname, '../../examples/voice-note.ogg');

/** Runs the `ffmpeg` on PATH to its end. */
export async function ffmpeg(...args: string[]): Promise<void> {
	await new Promise<void>((done, reject) => {
		const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args], {
			stdio: ['ignore', 'ignore', 'inherit'],
		});
		child.once('error', reject);
		child.once('close', (code) =>
			code === 0 ? done() : reject(new Error(`ffmpeg exited with ${code}`)),
		);
	});
}

/** The plainest command a script would run instead. */
export const bareConversion = async (input: string, output: string) =>
	await ffmpeg('-i', input, '-c:a', 'aac', output);

/** An Ogg/Opus voice recording of the given length, looped from the example. */
export async function opusOf(durationSeconds: number, output: string): Promise<string> {
	await ffmpeg(
		'-stream_loop',
		'-1',
		'-i',
		RECORDING,
		'-t',
		String(durationSeconds),
		'-c:a',
		'libopus',
		'-b:a',
		'24k',
		output,
	);
	return output;
}

export async function withFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'svara-bench-'));
	try {
		return await task(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
