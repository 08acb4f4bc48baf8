/** What an attack is made of: the same for the same seed. */
export interface Dice {
	/** From 0 up to, not including, the limit. */
	below(limit: number): number;
	/** True in so many of a hundred cases. */
	percent(share: number): boolean;
	pick<T>(list: readonly T[]): T;
}

/** Mulberry32: small, seeded, good enough. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function diceOf(seed: number): Dice {
	let state = Math.imul(seed, 0x9e3779b1);
	const random = () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
	const below = (limit: number) => Math.floor(random() * limit);
	return {
		below,
		percent: (share) => below(100) < share,
		pick: (list) => list[below(list.length)]!,
	};
}

const FIRST_SEED = 20_261_120;

/**
 * Attacks with one seed after the other. `SVARA_ATTACK_RUNS` sets how often, `SVARA_ATTACK_SEED` where
 * to begin.
 *
 * @param runs how often where nothing is set: short enough for every change
 * @param cost as many runs of `SVARA_ATTACK_RUNS` are spent on one: a slow attack gets fewer
 * @throws Error naming the seed that repeats a failure
 */
export function attack(runs: number, run: (dice: Dice) => void, cost = 1): void {
	const { SVARA_ATTACK_RUNS, SVARA_ATTACK_SEED } = process.env;
	const count = SVARA_ATTACK_RUNS === undefined ? runs : Number(SVARA_ATTACK_RUNS) / cost;
	const first = Number(SVARA_ATTACK_SEED ?? FIRST_SEED);
	for (let seed = first; seed < first + count; seed++) {
		try {
			run(diceOf(seed));
		} catch (cause) {
			const again = `SVARA_ATTACK_SEED=${seed} SVARA_ATTACK_RUNS=1`;
			throw new Error(`Failed with ${again}: ${String(cause)}`, { cause });
		}
	}
}
