import type { IExecuteFunctions } from 'n8n-workflow';

import { SvaraError } from './failure';
import { withStore } from './processedData';

/** A lapse is counted in this many steps: a disclosure is due again a twelfth of it late at most. */
const STEPS = 12;

/**
 * Remembers to whom a disclosure has been made, over executions and restarts, in n8n's processed-data
 * store. The store answers only "seen before?", so each disclosure marks every step of time that it
 * covers, and asking is looking the current step up.
 */
export class DisclosureRecord {
	private readonly stepMs: number;

	private readonly step: number;

	/** @param thread account and recipient */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly thread: string,
		lapseHours: number,
		nowMs = Date.now(),
	) {
		this.stepMs = (lapseHours * 3_600_000) / STEPS;
		this.step = Math.floor(nowMs / this.stepMs);
	}

	/**
	 * Whether the disclosure is due; if so, marks the current step.
	 * Rejects with a SvaraError if the store does not answer: then nothing may be sent.
	 */
	async claim(): Promise<boolean> {
		try {
			const added = await withStore(this.context, async (store) => {
				return await store.record([this.mark(0)]);
			});
			return added.length > 0;
		} catch {
			throw new SvaraError(
				'temporarily_unavailable',
				'n8n could not look up whether the disclosure is due, so nothing was sent',
				"Check that n8n's database is reachable, then run the item again; or remove the option 'Disclosure'",
			);
		}
	}

	/** Marks the rest of the lapse. Resolves with false if the store did not take it. */
	async keep(): Promise<boolean> {
		const rest = Array.from({ length: STEPS }, (_, index) => this.mark(index + 1));
		return await withStore(this.context, async (store) => await store.record(rest)).then(
			() => true,
			() => false,
		);
	}

	/** Takes the claim back after a disclosure that certainly did not go out. */
	async release(): Promise<void> {
		const forget = withStore(this.context, async (store) => {
			await store.remove([this.mark(0)]);
		});
		await forget.catch(() => {});
	}

	private mark(stepsAhead: number): string {
		return `disclosed:${this.thread}:${this.stepMs}:${this.step + stepsAhead}`;
	}
}
