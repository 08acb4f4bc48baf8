import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { makeVoiceNote, shutdownEngines, type VoiceNoteRules } from '../lib/audio';
import { bareConversion, opusOf, withFolder } from './ffmpeg';
import { longestStallMs, median, sideBySide } from './measure';

const ROUNDS = 15;

export const RULES: VoiceNoteRules = {
	platform: 'instagram',
	maxDurationSeconds: 60,
	whenTooLong: 'error',
	convert: 'auto',
	outputFormat: 'voiceNote',
	normalizeLoudness: false,
};

/** One 15 s Ogg/Opus note: warm against a spawned ffmpeg, its first in a process, its stalls. */
export async function benchOneNote(): Promise<string[]> {
	return await withFolder(async (folder) => {
		const note = await opusOf(15, join(folder, 'note.ogg'));
		const convert = async () => await makeVoiceNote(note, folder, RULES);
		await convert();
		const { oursMs, theirsMs } = await sideBySide(
			ROUNDS,
			convert,
			async () => await bareConversion(note, join(folder, 'theirs.m4a')),
		);
		const stallMs = await longestStallMs(convert);
		await shutdownEngines();
		const firstMs = await firstInNewProcess(note, folder);
		return [
			`15 s Ogg/Opus, warm: ${oursMs.toFixed(0)} ms; ffmpeg -c:a aac: ${theirsMs.toFixed(0)} ms; ratio ${(oursMs / theirsMs).toFixed(2)} (goal: at most 0.45)`,
			`first note in a new process: ${firstMs.toFixed(0)} ms (goal: at most 250)`,
			`longest event-loop stall while converting: ${stallMs.toFixed(1)} ms (goal: under 20)`,
		];
	});
}

/** Milliseconds from loading lib/audio to the finished note, in a new process. */
async function firstInNewProcess(note: string, folder: string): Promise<number> {
	const script = `
		const startedAt = performance.now();
		const { makeVoiceNote } = require(${JSON.stringify(resolve(__dirname, '../lib/audio'))});
		makeVoiceNote(${JSON.stringify(note)}, ${JSON.stringify(folder)}, ${JSON.stringify(RULES)})
			.then(() => process.stdout.write(String(performance.now() - startedAt)));`;
	const times: number[] = [];
	for (let round = 0; round < 5; round++) {
		const { stdout } = await promisify(execFile)(process.execPath, ['-e', script]);
		times.push(Number(stdout));
	}
	return median(times);
}
