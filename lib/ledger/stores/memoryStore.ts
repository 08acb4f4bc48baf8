import { FARTHEST_SLOT_MS, type Change, type SlotRequest, type Store } from './store';

/** What was written first goes first past this many: some 30 MB. */
const MAX_ENTRIES = 200_000;

interface Entry {
	value: string;
	endsAtMs: number;
}

/** Keeps the ledger in this process: exact here, unknown to other processes, gone with a restart. */
export class MemoryStore implements Store {
	private readonly entries = new Map<string, Entry>();

	constructor(private readonly now: () => number = Date.now) {}

	async read(keys: readonly string[]): Promise<Array<string | undefined>> {
		return keys.map((key) => this.get(key));
	}

	async change(changes: readonly Change[]): Promise<Array<string | undefined>> {
		return changes.map(({ key, expected, next, lifeMs }) => {
			const found = this.get(key);
			if (found === expected) this.set(key, next, lifeMs);
			return found;
		});
	}

	async takeSlot({ key, pauseKey, intervalMs }: SlotRequest): Promise<number> {
		const now = this.now();
		const next = Number(this.get(key) ?? 0);
		const ready = next > now + FARTHEST_SLOT_MS ? now : next;
		const slot = Math.max(now, ready, Number(this.get(pauseKey) ?? 0));
		this.set(key, String(slot + intervalMs), slot + intervalMs - now);
		return slot - now;
	}

	async pause(pauseKey: string, forMs: number): Promise<void> {
		const until = this.now() + forMs;
		if (until > Number(this.get(pauseKey) ?? 0)) this.set(pauseKey, String(until), forMs);
	}

	async pausedForMs(pauseKey: string): Promise<number> {
		return Math.max(0, Number(this.get(pauseKey) ?? 0) - this.now());
	}

	async close(): Promise<void> {
		this.entries.clear();
	}

	private get(key: string): string | undefined {
		const entry = this.entries.get(key);
		if (entry === undefined || entry.endsAtMs > this.now()) return entry?.value;
		this.entries.delete(key);
		return undefined;
	}

	private set(key: string, value: string | undefined, lifeMs: number): void {
		// Re-inserted, so that the map's order is the order of the last writing.
		this.entries.delete(key);
		if (value === undefined) return;
		this.entries.set(key, { value, endsAtMs: this.now() + lifeMs });
		if (this.entries.size > MAX_ENTRIES) this.makeRoom();
	}

	/** What has ended goes; if that is too little, what was written first goes as well. */
	private makeRoom(): void {
		const now = this.now();
		for (const [key, { endsAtMs }] of this.entries) if (endsAtMs <= now) this.entries.delete(key);
		for (const key of this.entries.keys()) {
			if (this.entries.size <= MAX_ENTRIES * 0.9) break;
			this.entries.delete(key);
		}
	}
}
