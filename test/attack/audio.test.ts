import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { AudioError, makeVoiceNote, type VoiceNoteRules } from '../../lib/audio';
import { engineTimeoutMs } from '../../lib/audio/limits';
import { describeEachEngine, randomNumbers, rules, vector, withFolder } from '../audio/helpers';
import { decodedSamples } from '../audio/samples';
import { VECTORS } from '../audio/vectors';
import { mutated } from './mutations';

/**
 * Damaged files of every format, from a seed. `SVARA_ATTACK_RUNS=10000 npm test -- test/attack`
 * runs it for long; `SVARA_ATTACK_SEED` runs a series again that failed.
 */
const RUNS = Number(process.env.SVARA_ATTACK_RUNS ?? 40);
const SEED = Number(process.env.SVARA_ATTACK_SEED ?? 1);

/** Longer than this on a busy machine is a hang: the time of the engines, and what surrounds them. */
const PATIENCE_MS = engineTimeoutMs(0, Infinity) + 20_000;

const FILES = [...VECTORS.map(({ file }) => file), 'damaged/nan.amr'];
const CHANGES: ReadonlyArray<Partial<VoiceNoteRules>> = [
	{},
	{ platform: 'messenger', maxDurationSeconds: 0 },
	{ normalizeLoudness: true },
	{ outputFormat: 'wav', maxDurationSeconds: 0 },
	{ whenTooLong: 'trim', maxDurationSeconds: 1 },
	{ convert: 'never', platform: 'messenger', maxDurationSeconds: 0 },
];

const CODES = /^(audio_(empty|unsupported|too_long|too_large)|conversion_failed)$/;

/** What is wrong with the outcome for one file, or undefined. */
async function faultOf(
	bytes: Buffer,
	changes: Partial<VoiceNoteRules>,
): Promise<string | undefined> {
	return await withFolder(async (input) =>
		withFolder(async (workDir) => {
			const path = join(input, 'in');
			await writeFile(path, bytes);
			const startedMs = performance.now();
			const outcome = await makeVoiceNote(path, workDir, rules(changes)).catch(
				(reason: unknown) => reason as Error,
			);
			if (performance.now() - startedMs > PATIENCE_MS) return 'it took too long';
			const left = await readdir(workDir);
			if (outcome instanceof Error) {
				if (left.length > 0) return `it left ${left.join(', ')}`;
				const isNamed = outcome instanceof AudioError && CODES.test(outcome.code);
				return isNamed ? undefined : `it ended as ${outcome.name}: ${outcome.message}`;
			}
			if (left.length !== (outcome.converted ? 1 : 0)) return `it left ${left.join(', ')}`;
			const { codec, durationSeconds } = outcome.output;
			if (codec !== 'aac' || durationSeconds === undefined) return undefined;
			const seconds = (await decodedSamples(outcome.path)).length / 48000;
			const isWhole = Math.abs(seconds - durationSeconds) < 0.2;
			return isWhole ? undefined : `${seconds} s of the ${durationSeconds} s can be decoded`;
		}),
	);
}

describeEachEngine('a damaged file', () => {
	it(
		`ends as a voice note or as a named error (${RUNS} files, seed ${SEED})`,
		async () => {
			const originals = await Promise.all(FILES.map((file) => readFile(vector(file))));
			const faults: string[] = [];
			for (let run = 0; run < RUNS; run += 1) {
				// A generator for each file: run 123 of a series can be had without the 122 before it.
				const random = randomNumbers(SEED * 1_000_003 + run);
				const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
				const index = run % FILES.length;
				const bytes = mutated(originals[index] as Buffer, originals, random);
				const changes = pick(CHANGES);
				const fault = await faultOf(bytes, changes);
				if (fault === undefined) continue;
				const what = `${FILES[index]}, run ${run} of seed ${SEED}, ${JSON.stringify(changes)}`;
				faults.push(`${fault} (${what})`);
			}
			expect(faults).toEqual([]);
		},
		60_000 + RUNS * 5_000,
	);
});
