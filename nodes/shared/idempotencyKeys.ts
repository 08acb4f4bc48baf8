import type { IExecuteFunctions } from 'n8n-workflow';

import { SvaraError } from './failure';

/**
 * Two entries a key: a claim right before the POST, and `sent` after Meta's yes. A claim without
 * `sent` is a note whose outcome nobody knows.
 */
const claimOf = (key: string) => `claim:${key}`;
const sentOf = (key: string) => `sent:${key}`;

/** The store is one JSON row per node, rewritten whole: this many entries keep it under 300 kB. */
const STORE = { mode: 'entries', maxEntries: 10_000 } as const;

/** Serialises this process's calls: the store reads the row, changes it and writes it back. */
let storeIsFree: Promise<unknown> = Promise.resolve();

async function exclusively<T>(task: () => Promise<T>): Promise<T> {
	const result = storeIsFree.then(task);
	storeIsFree = result.catch(() => {});
	return await result;
}

export type SkipReason = 'sent_before' | 'outcome_unknown';

/**
 * Keeps a key from being used twice, over executions and restarts, in n8n's processed-data store.
 * Across several workers this is best effort: the store knows no locks.
 */
export class IdempotencyKeys {
	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * Claims the key; resolves with why the note must not go out, or undefined when it may.
	 * Rejects with a SvaraError if the store does not answer: then nothing may be sent.
	 */
	async claim(key: string): Promise<SkipReason | undefined> {
		const { helpers } = this.context;
		try {
			return await exclusively(async () => {
				const claim = await helpers.checkProcessedAndRecord([claimOf(key)], 'node', STORE);
				if (claim.new.length > 0) return undefined;
				// The store cannot be asked without recording, so an answer of "new" is taken back.
				const sent = await helpers.checkProcessedAndRecord([sentOf(key)], 'node', STORE);
				if (sent.new.length === 0) return 'sent_before';
				await helpers.removeProcessed([sentOf(key)], 'node', STORE);
				return 'outcome_unknown';
			});
		} catch {
			throw new SvaraError(
				'temporarily_unavailable',
				"n8n could not look up the 'Idempotency Key', so nothing was sent",
				"Check that n8n's database is reachable, then run the item again; or remove the option 'Idempotency Key'",
			);
		}
	}

	/** Records that the note went out. Resolves with false if the store did not take it. */
	async markSent(key: string): Promise<boolean> {
		return await this.quietly(
			async ({ helpers }) => await helpers.checkProcessedAndRecord([sentOf(key)], 'node', STORE),
		);
	}

	/** Gives a claim back after a failure that certainly delivered nothing. */
	async release(key: string): Promise<boolean> {
		return await this.quietly(
			async ({ helpers }) => await helpers.removeProcessed([claimOf(key)], 'node', STORE),
		);
	}

	private async quietly(task: (context: IExecuteFunctions) => Promise<unknown>): Promise<boolean> {
		return await exclusively(async () => await task(this.context)).then(
			() => true,
			() => false,
		);
	}
}
