import type { DeduplicationScope, IExecuteFunctions } from 'n8n-workflow';

/**
 * n8n's processed-data store remembers texts for a node or a workflow, over executions and restarts.
 * Each is one JSON row, rewritten whole: this many entries keep it under 300 kB, and the oldest
 * go first.
 */
const MAX_ENTRIES = 10_000;

/** Serialises this process's calls: the store reads the row, changes it and writes it back. */
let storeIsFree: Promise<unknown> = Promise.resolve();

/**
 * Several steps on the store that no other of this process comes between. Across several workers this
 * is best effort: the store knows no locks.
 */
export async function withStore<T>(
	context: IExecuteFunctions,
	scope: DeduplicationScope,
	task: (store: Store) => Promise<T>,
): Promise<T> {
	const result = storeIsFree.then(async () => await task(new Store(context, scope)));
	storeIsFree = result.catch(() => {});
	return await result;
}

/** Rejects with whatever n8n's database does. */
class Store {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly scope: DeduplicationScope,
	) {}

	/**
	 * Records the entries; resolves with those that were not known.
	 * @param room for entries that are taken back at once, so that they displace no others
	 */
	async record(entries: string[], room = 0): Promise<string[]> {
		const { helpers } = this.context;
		const { new: added } = await helpers.checkProcessedAndRecord(entries, this.scope, {
			mode: 'entries',
			maxEntries: MAX_ENTRIES + room,
		});
		return added.map(String);
	}

	async remove(entries: string[]): Promise<void> {
		await this.context.helpers.removeProcessed(entries, this.scope, {
			mode: 'entries',
			maxEntries: MAX_ENTRIES,
		});
	}
}
