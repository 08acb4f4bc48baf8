import { fork } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { startSandbox } from '../sandbox';
import { startEngine } from '../test/engine/harness';
import { workflowWith } from '../test/engine/workflow';
import { ffmpeg, withFolder } from './ffmpeg';
import { addedMemoryBytes } from './measure';

const MB = 1024 * 1024;

/** How many notes one execution sends; the first round is what is documented for a single note. */
const ROUNDS = [1, 20];

/**
 * What it takes to send ready M4As of 24.9 MB, one and twenty in an execution, each in a process apart
 * from the sandbox that receives them.
 */
export async function benchUploadMemory(): Promise<string[]> {
	return await withFolder(async (folder) => {
		const sandbox = await startSandbox();
		try {
			const small = await readyM4a(folder, 0.2);
			const large = await readyM4a(folder, 24.9);
			const { messenger } = sandbox.accounts;
			const lines: string[] = [];
			for (const noteCount of ROUNDS) {
				sandbox.messages.length = 0;
				const addedBytes = await inChild({
					baseUrl: sandbox.baseUrl('messenger'),
					token: messenger.tokens.valid,
					recipientId: messenger.recipients.open.id,
					small,
					large,
					noteCount,
				});
				const sizeMb = (sandbox.messages.at(-1)?.attachment?.sizeBytes ?? 0) / MB;
				lines.push(
					`${sandbox.messages.length - 1} × a ready M4A of ${sizeMb.toFixed(1)} MB sent in one execution with ${(addedBytes / MB).toFixed(0)} MB of added memory (goal: under 40)`,
				);
			}
			return lines;
		} finally {
			await sandbox.close();
		}
	});
}

interface Task {
	baseUrl: string;
	token: string;
	recipientId: string;
	small: string;
	large: string;
	/** How many items carry the large file. */
	noteCount: number;
}

/** Noise as AAC-LC with its index first, as long as brings it to about the size. */
async function readyM4a(folder: string, sizeMb: number): Promise<string> {
	const path = join(folder, `${sizeMb}.m4a`);
	const encode = async (durationSeconds: number): Promise<number> => {
		const noise = `anoisesrc=d=${durationSeconds}:r=48000`;
		const encoding = ['-ac', '2', '-c:a', 'aac', '-b:a', '320k', '-movflags', '+faststart'];
		await ffmpeg('-f', 'lavfi', '-i', noise, ...encoding, '-f', 'ipod', path);
		return (await stat(path)).size;
	};
	const bytesPerSecond = (await encode(10)) / 10;
	await encode((sizeMb * MB) / bytesPerSecond);
	return path;
}

async function inChild(task: Task): Promise<number> {
	return await new Promise<number>((resolve, reject) => {
		const child = fork(__filename, {
			env: { ...process.env, SVARA_BENCH_TASK: JSON.stringify(task) },
		});
		child.once('message', (added) => resolve(Number(added)));
		child.once('exit', (code) => reject(new Error(`The measuring process exited with ${code}`)));
	});
}

/** The measuring process: one small send to load everything, then the large ones. */
async function measure(task: Task): Promise<number> {
	const { baseUrl, token, recipientId, small, large, noteCount } = task;
	const engine = await startEngine({
		credentials: { svaraMessengerApi: { pageAccessToken: token, baseUrl } },
	});
	const send = async (file: string, count: number) => {
		const data = await engine.storeBinary(file, { fileName: 'note.m4a', mimeType: 'audio/mp4' });
		const workflow = workflowWith({
			platform: 'messenger',
			recipientId,
			options: { timeout: 60 },
		});
		return async () => {
			const items = Array.from({ length: count }, () => ({ json: {}, binary: { data } }));
			const run = await engine.run(workflow, items);
			if (run.error) throw run.error;
			const audio = run.items('Voice').map(({ json }) => json.audio as { converted: boolean });
			if (audio.length !== count || audio.some(({ converted }) => converted)) {
				throw new Error('A note is missing, or was converted');
			}
		};
	};
	await (
		await send(small, 1)
	)();
	const added = await addedMemoryBytes(await send(large, noteCount));
	await engine.close();
	return added;
}

if (process.env.SVARA_BENCH_TASK && process.send) {
	void measure(JSON.parse(process.env.SVARA_BENCH_TASK) as Task).then((added) => {
		process.send?.(added);
		process.disconnect();
	});
}
