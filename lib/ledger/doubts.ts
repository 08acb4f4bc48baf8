import type { Store } from './stores/store';

/** As long as a message can be looked up at all. */
const KEPT_MS = 24 * 3_600_000;

const SEVERAL = '*';

/**
 * Which message to a customer nobody knows the outcome of. While it is one, it can be found by what it looks
 * like; of several, none can be told from the others.
 */
export class Doubts {
	constructor(private readonly store: Store) {}

	/**
	 * Whether another message was in doubt lately.
	 * @param key of the customer; see `hashedKey`
	 * @param message stands for the message that is asked for
	 * @throws LedgerError
	 */
	async hasOthers(key: string, message: string, withinMs = KEPT_MS): Promise<boolean> {
		const [found] = await this.store.read([key]);
		if (found === undefined) return false;
		const notedAtMs = Number(found.split('@')[1]);
		return messageIn(found) !== message && Date.now() - notedAtMs < withinMs;
	}

	/** @throws LedgerError */
	async note(key: string, message: string): Promise<void> {
		for (let expected: string | undefined; ;) {
			const isAlone = expected === undefined || messageIn(expected) === message;
			const next = `${isAlone ? message : SEVERAL}@${Date.now()}`;
			const [found] = await this.store.change([{ key, expected, next, lifeMs: KEPT_MS }]);
			if (found === expected) return;
			expected = found;
		}
	}

	/**
	 * The outcome of the message is known now.
	 * @throws LedgerError
	 */
	async settle(key: string, message: string): Promise<void> {
		const [found] = await this.store.read([key]);
		if (found === undefined || messageIn(found) !== message) return;
		await this.store.change([{ key, expected: found, next: undefined, lifeMs: KEPT_MS }]);
	}
}

const messageIn = (entry: string): string | undefined => entry.split('@')[0];
