import { Doubts } from './doubts';
import { Events } from './events';
import { Holdings } from './holdings';
import { Locks } from './locks';
import { Marks } from './marks';
import { GONE_AFTER_MS, Owner } from './owner';
import { Sends } from './sends';
import { Slots } from './slots';
import { SteadyWriter } from './steadyWriter';
import { MemoryStore } from './stores/memoryStore';
import { RedisStore, type RedisSettings } from './stores/redisStore';
import { SqliteStore } from './stores/sqliteStore';
import type { Store } from './stores/store';
import { UnderWay } from './underWay';

export type LedgerSettings =
	| { store: 'memory' }
	| { store: 'sqlite'; path: string }
	/** `prefix` of all keys: each n8n that shares the Redis needs its own. */
	| { store: 'redis'; redis: RedisSettings; prefix?: string };

/** One process's access to the ledger. Nothing is opened before the first use. */
export class Ledger {
	readonly sends: Sends;
	readonly events: Events;
	readonly marks: Marks;
	readonly slots: Slots;
	readonly locks: Locks;
	readonly doubts: Doubts;
	readonly underWay: UnderWay;
	private readonly store: Store;
	private readonly owner: Owner;
	private readonly writer: SteadyWriter;

	/** @param goneAfterMs how long another process may be silent before it counts as gone */
	constructor(settings: LedgerSettings, goneAfterMs = GONE_AFTER_MS) {
		this.store = openStore(settings);
		this.owner = new Owner(this.store, goneAfterMs);
		this.writer = new SteadyWriter(this.store);
		const holdings = new Holdings(this.owner);
		this.sends = new Sends(this.store, holdings, this.writer);
		this.events = new Events(this.store, holdings, this.writer);
		this.marks = new Marks(this.store, this.writer);
		this.slots = new Slots(this.store);
		this.locks = new Locks(this.store, holdings, this.writer);
		this.doubts = new Doubts(this.store);
		this.underWay = new UnderWay(this.store);
	}

	/** Lets go of the store. What this process still holds counts as left behind soon after. */
	async close(): Promise<void> {
		this.owner.stop();
		this.writer.close();
		await this.store.close();
	}
}

function openStore(settings: LedgerSettings): Store {
	switch (settings.store) {
		case 'memory':
			return new MemoryStore();
		case 'sqlite':
			return new SqliteStore(settings.path);
		case 'redis':
			return new RedisStore(settings.redis, settings.prefix ?? 'svara:');
	}
}
