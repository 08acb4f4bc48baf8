import { execFileSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { AudioError, makeVoiceNote, shutdownEngines } from '../../lib/audio';
import { describeEachEngine, fileWith, rules, wav, withFolder } from '../audio/helpers';
import { diceOf } from './campaign';

/**
 * Engines that are killed amid their notes, at random moments. `SVARA_ATTACK_RUNS` sets how often,
 * `SVARA_ATTACK_SEED` where to begin.
 */
const RUNS = Math.ceil(Number(process.env.SVARA_ATTACK_RUNS ?? 16) / 2);
const SEED = Number(process.env.SVARA_ATTACK_SEED ?? 20_261_121);

/** Notes that are made side by side. */
const AT_ONCE = 3;
/** About as long as they take. */
const LATEST_KILL_MS = 600;

/** Kills what converts just now: worker threads, or this process's children and theirs. */
const KILLS = {
	embedded: async () => await shutdownEngines(),
	native: async () => descendantsOf(process.pid).forEach(kill),
};

function descendantsOf(pid: number): number[] {
	const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
	const parents = rows.map((row) => row.trim().split(/\s+/).map(Number));
	const childrenOf = (parent: number): number[] =>
		parents
			.filter(([, of]) => of === parent)
			.flatMap(([child = 0]) => [...childrenOf(child), child]);
	return childrenOf(pid);
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
}

describeEachEngine('an engine that is killed amid its notes', (engine) => {
	const isAskable = engine.name === 'embedded' || process.platform === 'linux';
	(isAskable ? it : it.skip)(
		`leaves a note or a named error each, and works on (${RUNS} times, seed ${SEED})`,
		async () => {
			// A binary that is killed while it is tried out is left alone for a minute.
			await withFolder(async (folder) =>
				makeVoiceNote(await fileWith(folder, wav(0.5)), folder, rules()),
			);
			const faults: string[] = [];
			let failures = 0;
			for (let seed = SEED; seed < SEED + RUNS; seed++) {
				const dice = diceOf(seed);
				await withFolder(async (input) => {
					const path = await fileWith(input, wav(40, 48_000, 'noise'));
					const notes = Array.from({ length: AT_ONCE }, async () =>
						withFolder(async (workDir) => {
							const outcome = await makeVoiceNote(path, workDir, rules()).catch(
								(reason: unknown) => reason as Error,
							);
							const left = await readdir(workDir);
							if (!(outcome instanceof Error)) return left.length === 1 ? '' : left.join();
							failures++;
							if (left.length > 0) return `left ${left.join()}`;
							const isNamed = outcome instanceof AudioError && outcome.code === 'conversion_failed';
							return isNamed ? '' : String(outcome);
						}),
					);
					await wait(dice.below(LATEST_KILL_MS));
					await KILLS[engine.name]();
					for (const fault of await Promise.all(notes)) {
						if (fault) faults.push(`SVARA_ATTACK_SEED=${seed} SVARA_ATTACK_RUNS=1: ${fault}`);
					}
					const next = await fileWith(input, wav(0.5));
					await rm((await makeVoiceNote(next, input, rules())).path);
				});
			}
			expect(faults).toEqual([]);
			// An engine that always got away would prove nothing.
			if (RUNS >= 8) expect(failures).toBeGreaterThan(0);
		},
		60_000 + RUNS * 15_000,
	);
});
