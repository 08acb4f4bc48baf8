import { randomUUID } from 'node:crypto';

import type { Store } from './stores/store';

/** Ends what was begun. @throws LedgerError */
export type End = () => Promise<void>;

/** What is being done at the moment, over all processes; several may be at the same thing. */
export class UnderWay {
	constructor(private readonly store: Store) {}

	/**
	 * Notes that something begins.
	 * @param key of what it is about; see `hashedKey`
	 * @param keptMs how long it counts as under way if nobody ends it
	 * @throws LedgerError
	 */
	async begin(key: string, keptMs: number): Promise<End> {
		const mine = randomUUID();
		const entry = `${mine}@${Date.now() + keptMs}`;
		await this.edit(key, keptMs, (entries) => [...entries, entry]);
		return async () => {
			await this.edit(key, keptMs, (entries) => entries.filter((each) => idOf(each) !== mine));
		};
	}

	/**
	 * What stands for each thing that is under way.
	 * @throws LedgerError
	 */
	async list(key: string): Promise<string[]> {
		const [found] = await this.store.read([key]);
		return parse(found).map(idOf);
	}

	private async edit(
		key: string,
		lifeMs: number,
		toNext: (entries: string[]) => string[],
	): Promise<void> {
		for (let expected: string | undefined; ;) {
			const next = toNext(parse(expected)).join(',') || undefined;
			const [found] = await this.store.change([{ key, expected, next, lifeMs }]);
			if (found === expected) return;
			expected = found;
		}
	}
}

const idOf = (entry: string): string => entry.split('@')[0] ?? '';

function parse(value = ''): string[] {
	const endsAtMs = (entry: string) => Number(entry.split('@')[1] ?? 0);
	return value.split(',').filter((entry) => endsAtMs(entry) > Date.now());
}
