import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { ffmpeg, opusOf, withFolder } from './ffmpeg';
import { RULES } from './oneNote';

const MB = 1024 * 1024;

/** What audio engines add to the memory of a process: kept warm and idle, and while a WAV of 100 MB is read. */
export async function benchEngineMemory(): Promise<string[]> {
	return await withFolder(async (folder) => {
		const note = await opusOf(15, join(folder, 'note.ogg'));
		const wav = join(folder, 'long.wav');
		await ffmpeg('-f', 'lavfi', '-i', 'anoisesrc=d=545:r=48000:a=0.1', '-ac', '2', wav);
		const { warm, large } = await inNewProcess(note, wav, folder);
		return [
			`two warm and idle audio engines: ${(warm / MB).toFixed(0)} MB of added memory (goal: at most 60)`,
			`a WAV of 100 MB converted: ${(large / MB).toFixed(0)} MB of added memory at its peak (goal: under 100)`,
		];
	});
}

/** Bytes above what the process holds once lib/audio is loaded. */
async function inNewProcess(
	note: string,
	wav: string,
	folder: string,
): Promise<{ warm: number; large: number }> {
	const rules = { ...RULES, platform: 'messenger', maxDurationSeconds: 0 };
	const convert = (file: string): string =>
		`audio.makeVoiceNote(${JSON.stringify(file)}, ${JSON.stringify(folder)}, ${JSON.stringify(rules)})`;
	const script = `
		const { addedMemoryBytes } = require(${JSON.stringify(resolve(__dirname, 'measure'))});
		const audio = require(${JSON.stringify(resolve(__dirname, '../lib/audio'))});
		const rss = () => process.memoryUsage().rss;
		(async () => {
			const before = rss();
			for (let i = 0; i < 5; i += 1) await Promise.all([1, 2].map(() => ${convert(note)}));
			const warm = rss() - before;
			await audio.shutdownEngines();
			const idle = rss() - before;
			const large = idle + await addedMemoryBytes(() => ${convert(wav)});
			console.log(JSON.stringify({ warm, large }));
			await audio.shutdownEngines();
		})();`;
	const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
	return JSON.parse(stdout) as { warm: number; large: number };
}
