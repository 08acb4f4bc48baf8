import type { IExecuteFunctions } from 'n8n-workflow';

import { SvaraError } from '../../shared/failure';
import { withStore } from './processedData';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * What is said is marked in steps of two lengths, so that a lapse of a year is not asked for in quarters
 * of an hour: short lapses look the short steps up, longer ones the long. A disclosure is due again
 * one step late at most.
 */
const STEPS = [
	{ stepMs: 15 * MINUTE_MS, forLapseUpToMs: 48 * HOUR_MS },
	{ stepMs: 6 * HOUR_MS, forLapseUpToMs: Infinity },
] as const;

/**
 * Remembers to whom a disclosure has been made, over executions and restarts, in n8n's processed-data
 * store: for all nodes of a workflow, in a row of its own beside the nodes'. Two entries each.
 *
 * The store cannot be asked without recording, so an answer of "new" is taken back. Meanwhile a mark
 * says that somebody is asking: where it was left behind (n8n stopped, the database was locked),
 * the other marks are worth nothing, and the disclosure is due. So a fault repeats a disclosure
 * at worst, and never leaves one out.
 */
export class DisclosureRecord {
	/** @param recipientId Meta gives each account an id of its own for a person, so it names both */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly recipientId: string,
	) {}

	/**
	 * Whether nothing has been said within the lapse.
	 * Rejects with a SvaraError if the store does not answer: then nothing may be sent.
	 */
	async isDue(lapseHours: number, nowMs = Date.now()): Promise<boolean> {
		const marks = this.marksWithin(lapseHours * HOUR_MS, nowMs);
		const asking = `disclosing:${this.recipientId}`;
		try {
			return await withStore(this.context, 'workflow', async (store) => {
				const added = new Set(await store.record([...marks, asking], marks.length + 1));
				const wasLeftBehind = !added.has(asking);
				await store.remove([...(wasLeftBehind ? marks : added), asking]);
				return wasLeftBehind || marks.every((mark) => added.has(mark));
			});
		} catch {
			throw new SvaraError(
				'temporarily_unavailable',
				'n8n could not look up whether the disclosure is due, so nothing was sent',
				"Check that n8n's database is reachable, then run the item again; or remove the option 'Disclosure'",
			);
		}
	}

	/** Records that it has just been said. Resolves with false if the store did not take it. */
	async markSaid(nowMs = Date.now()): Promise<boolean> {
		const marks = STEPS.map(({ stepMs }) => this.mark(stepMs, Math.floor(nowMs / stepMs)));
		return await withStore(
			this.context,
			'workflow',
			async (store) => await store.record(marks),
		).then(
			() => true,
			() => false,
		);
	}

	private marksWithin(lapseMs: number, nowMs: number): string[] {
		const { stepMs } = STEPS.find(({ forLapseUpToMs }) => lapseMs <= forLapseUpToMs) ?? STEPS[1];
		const first = Math.floor((nowMs - lapseMs) / stepMs);
		const last = Math.floor(nowMs / stepMs);
		return Array.from({ length: last - first + 1 }, (_, index) => this.mark(stepMs, first + index));
	}

	private mark(stepMs: number, step: number): string {
		return `disclosed:${this.recipientId}:${stepMs}:${step}`;
	}
}
