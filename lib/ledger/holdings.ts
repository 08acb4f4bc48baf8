import { randomUUID } from 'node:crypto';

import type { Owner } from './owner';

/** An entry's value while somebody is at work on what it stands for. */
export interface Holding {
	ownerId: string;
	/** Tells one holding of a process from the next. */
	nonce: string;
	sinceMs: number;
}

export const format = (state: string, { ownerId, nonce, sinceMs }: Holding): string =>
	`${state}:${ownerId}:${nonce}:${sinceMs}`;

/** Reads what {@link format} wrote; undefined for a value in another state. */
export function parse(state: string, value: string): Holding | undefined {
	const [found, ownerId = '', nonce = '', sinceMs] = value.split(':');
	return found === state ? { ownerId, nonce, sinceMs: Number(sinceMs) } : undefined;
}

/** What this process is at work on, and what became of those that others were. */
export class Holdings {
	private readonly nonces = new Set<string>();

	constructor(private readonly owner: Owner) {}

	/** Begins one; others see from now on that this process is there. */
	async begin(): Promise<Holding> {
		await this.owner.show();
		const holding = { ownerId: this.owner.id, nonce: randomUUID(), sinceMs: Date.now() };
		this.nonces.add(holding.nonce);
		return holding;
	}

	/** For how long after its beginning nobody can take a holding for abandoned. */
	get certainForMs(): number {
		return this.owner.everyMs;
	}

	end({ nonce }: Holding): void {
		this.nonces.delete(nonce);
	}

	/**
	 * Tells those that somebody is at work on from those left behind:
	 * - `lost`: this process asked for it and never heard that it got it, so nothing was done with it;
	 * - `abandoned`: its process is gone, and nobody knows how far it had come.
	 */
	async judge(holdings: readonly Holding[]): Promise<Array<'active' | 'lost' | 'abandoned'>> {
		const alive = await this.owner.areAlive(holdings.map(({ ownerId }) => ownerId));
		return holdings.map(({ ownerId, nonce }) => {
			if (ownerId === this.owner.id) return this.nonces.has(nonce) ? 'active' : 'lost';
			return alive.has(ownerId) ? 'active' : 'abandoned';
		});
	}
}
