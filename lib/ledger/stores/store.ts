/** One conditional write. It happens as a whole or not at all, whoever else writes meanwhile. */
export interface Change {
	key: string;
	/** The value that must stand there; undefined: nothing may. */
	expected: string | undefined;
	/** The value to put there; undefined removes the entry. */
	next: string | undefined;
	/** How long the new value is kept, in milliseconds. */
	lifeMs: number;
}

/** A place in a queue that moves at a fixed rate. */
export interface SlotRequest {
	/** The queue; its entry holds when its next slot begins. */
	key: string;
	/** The entry that holds until when the queue stands still. */
	pauseKey: string;
	intervalMs: number;
}

/**
 * Where the ledger keeps its entries: short texts under short keys, each with an end. All that is exact
 * about the ledger rests on three atomic steps, which every store has to provide for all processes
 * that share it.
 *
 * Every method rejects with a {@link LedgerError} if the store did not answer. A change may have been
 * made all the same: callers find out by reading.
 */
export interface Store {
	/** The values of the keys, in their order. */
	read(keys: readonly string[]): Promise<Array<string | undefined>>;
	/**
	 * Makes each change whose expected value stands.
	 * @returns what stood there before, in the order of the changes: equal to `expected` where it was made
	 */
	change(changes: readonly Change[]): Promise<Array<string | undefined>>;
	/**
	 * Takes the next slot of a queue, by the store's own clock.
	 * @returns milliseconds until it begins; the end of a pause, and the slots taken before, count
	 */
	takeSlot(request: SlotRequest): Promise<number>;
	/** Lets a queue stand still for a while, if it does not for longer already. */
	pause(pauseKey: string, forMs: number): Promise<void>;
	/** Milliseconds for which a queue stands still; 0 when it moves. */
	pausedForMs(pauseKey: string): Promise<number>;
	close(): Promise<void>;
}

/**
 * No queue is ever this far ahead: a slot beyond it comes from a clock that has been set back, and
 * the queue begins anew.
 */
export const FARTHEST_SLOT_MS = 10 * 60_000;

/** The ledger could not be read or written. `message` says what happened, `fix` what to do. */
export class LedgerError extends Error {
	constructor(
		message: string,
		readonly fix: string,
		options?: ErrorOptions,
	) {
		super(message, options);
		this.name = 'LedgerError';
	}
}
