import type { IExecuteFunctions } from 'n8n-workflow';

import { SvaraError } from '../../shared/failure';
import { withStore } from './processedData';

/**
 * Two entries a key: a claim right before the POST, and `sent` after Meta's yes. A claim without
 * `sent` is a note whose outcome nobody knows.
 */
const claimOf = (key: string) => `claim:${key}`;
const sentOf = (key: string) => `sent:${key}`;

export type SkipReason = 'sent_before' | 'outcome_unknown';

/**
 * Keeps a key from being used twice, over executions and restarts, in n8n's processed-data store.
 */
export class IdempotencyKeys {
	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * Claims the key; resolves with why the note must not go out, or undefined when it may.
	 * Rejects with a SvaraError if the store does not answer: then nothing may be sent.
	 */
	async claim(key: string): Promise<SkipReason | undefined> {
		try {
			return await withStore(this.context, 'node', async (store) => {
				const claimed = await store.record([claimOf(key)]);
				if (claimed.length > 0) return undefined;
				// The store cannot be asked without recording, so an answer of "new" is taken back.
				const sent = await store.record([sentOf(key)]);
				if (sent.length === 0) return 'sent_before';
				await store.remove([sentOf(key)]);
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
		return await this.quietly(async (store) => await store.record([sentOf(key)]));
	}

	/** Gives a claim back after a failure that certainly delivered nothing. */
	async release(key: string): Promise<boolean> {
		return await this.quietly(async (store) => {
			await store.remove([claimOf(key)]);
		});
	}

	private async quietly(task: Parameters<typeof withStore>[2]): Promise<boolean> {
		return await withStore(this.context, 'node', task).then(
			() => true,
			() => false,
		);
	}
}
