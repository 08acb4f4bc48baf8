import type { IExecuteFunctions } from 'n8n-workflow';

/** 0.1 made two entries a key: a claim before the POST, and `sent` after Meta's yes. */
const claimOf = (key: string) => `claim:${key}`;
const sentOf = (key: string) => `sent:${key}`;

/** As 0.1 had it, and one more: an entry that is taken back at once displaces no other. */
const ENTRIES = { mode: 'entries', maxEntries: 10_001 } as const;

/** Whether 0.1 has left keys of a node behind; nobody adds any. */
const hasFormerKeys = new Map<string, Promise<boolean>>();

/** Serialises this process's calls: the store reads its row, changes it and writes it back. */
let storeIsFree: Promise<unknown> = Promise.resolve();

/**
 * What 0.1 knew of a key, from n8n's processed-data store, where it is then forgotten. To be deleted with
 * the first version that nobody reaches from 0.1 any more.
 *
 * The store cannot be asked without recording, so an answer of "new" is taken back. Where that fails, the
 * key counts as unknown the next time, never as sent.
 * @returns undefined for a key that 0.1 never used
 * @throws whatever n8n's database does
 */
export async function takeFormerKey(
	context: IExecuteFunctions,
	key: string,
): Promise<'sent' | 'unknown' | undefined> {
	if (!(await mayKnow(context))) return undefined;
	const answer = storeIsFree.then(async () => await ask(context, key));
	storeIsFree = answer.catch(() => {});
	return await answer;
}

async function ask({ helpers }: IExecuteFunctions, key: string) {
	const isNew = async (entry: string) => {
		const { new: added } = await helpers.checkProcessedAndRecord([entry], 'node', ENTRIES);
		return added.length > 0;
	};
	const remove = async (...entries: string[]) =>
		await helpers.removeProcessed(entries, 'node', ENTRIES);
	if (await isNew(claimOf(key))) {
		await remove(claimOf(key));
		return undefined;
	}
	const wasSent = !(await isNew(sentOf(key)));
	// The ledger knows it from now on, whether or not this works.
	await remove(claimOf(key), sentOf(key)).catch(() => {});
	return wasSent ? 'sent' : 'unknown';
}

async function mayKnow(context: IExecuteFunctions): Promise<boolean> {
	const node = `${context.getWorkflow().id}:${context.getNode().id}`;
	const known = hasFormerKeys.get(node);
	if (known) return await known;
	const asked = context.helpers.getProcessedDataCount('node', ENTRIES).then((count) => count > 0);
	hasFormerKeys.set(node, asked);
	asked.catch(() => hasFormerKeys.delete(node));
	return await asked;
}
