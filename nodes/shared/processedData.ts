import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * n8n's processed-data store remembers texts for a node, over executions and restarts. It is one
 * JSON row, rewritten whole: this many entries keep it under 300 kB, and the oldest go first.
 */
const STORE = { mode: 'entries', maxEntries: 10_000 } as const;

/** Serialises this process's calls: the store reads the row, changes it and writes it back. */
let storeIsFree: Promise<unknown> = Promise.resolve();

/**
 * Several steps on the store that no other of this process comes between. Across several workers this
 * is best effort: the store knows no locks.
 */
export async function withStore<T>(
	context: IExecuteFunctions,
	task: (store: Store) => Promise<T>,
): Promise<T> {
	const result = storeIsFree.then(async () => await task(new Store(context)));
	storeIsFree = result.catch(() => {});
	return await result;
}

/** Rejects with whatever n8n's database does. */
class Store {
	constructor(private readonly context: IExecuteFunctions) {}

	/** Records the entries; resolves with those that were not known. */
	async record(entries: string[]): Promise<string[]> {
		const { helpers } = this.context;
		const { new: added } = await helpers.checkProcessedAndRecord(entries, 'node', STORE);
		return added.map(String);
	}

	async remove(entries: string[]): Promise<void> {
		await this.context.helpers.removeProcessed(entries, 'node', STORE);
	}
}
