import type { SteadyWriter } from './steadyWriter';
import type { Store } from './stores/store';

/** When something was done last, and the way to note that it has been done again. */
export interface Mark {
	/** By the clock of the process that did it; undefined if never. */
	doneAtMs: number | undefined;
	/** Notes that it has just been done. Resolves with false if that is written in the background. */
	renew(): Promise<boolean>;
}

/** When things were done last, over all processes. */
export class Marks {
	constructor(
		private readonly store: Store,
		private readonly writer: SteadyWriter,
	) {}

	/**
	 * @param key see `hashedKey`
	 * @param keptMs how long a renewed mark is kept
	 * @throws LedgerError
	 */
	async read(key: string, keptMs: number): Promise<Mark> {
		const [expected] = await this.store.read([key]);
		return {
			doneAtMs: expected === undefined ? undefined : Number(expected),
			// Where another process has renewed it meanwhile, its mark stands: it is as new as this one.
			renew: async () => {
				const next = String(Date.now());
				return await this.writer.write([{ key, expected, next, lifeMs: keptMs }], () => {});
			},
		};
	}
}
