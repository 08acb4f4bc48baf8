import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { nodeSqlite, type Database, type Statement } from './nodeSqlite';
import { explainSqlite, isBusy } from './sqliteFaults';
import { FARTHEST_SLOT_MS, LedgerError, type Change, type SlotRequest, type Store } from './store';

const SCHEMA = `
	PRAGMA journal_mode = WAL;
	PRAGMA synchronous = NORMAL;
	CREATE TABLE IF NOT EXISTS entries (
		key TEXT PRIMARY KEY,
		value TEXT NOT NULL,
		endsAtMs INTEGER NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS entriesByEnd ON entries (endsAtMs);
`;

/**
 * A lock is held for microseconds. SQLite itself would wait for one with the whole process, once for each
 * call; so it does not wait at all, and the patience is spent between tries, where other work goes on.
 */
const BUSY_TIMEOUT_MS = 0;
const PATIENCE_MS = 3_000;
const RETRY_AFTER_MS = 5;

/** After so many writes, at most this many entries that have ended are removed: more than come in. */
const CLEAN_UP_EVERY = 200;
const CLEAN_UP_COUNT = 1_000;

/**
 * Keeps the ledger in a file that all processes of the machine share. A write survives the end of any
 * process; a power cut may take the last moments with it (WAL with `synchronous = NORMAL`,
 * https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
export class SqliteStore implements Store {
	private file: SqliteFile | undefined;
	private writeCount = 0;

	constructor(
		private readonly path: string,
		private readonly now: () => number = Date.now,
	) {}

	async read(keys: readonly string[]): Promise<Array<string | undefined>> {
		return await this.patiently((file) => keys.map((key) => this.valueAt(file, key)));
	}

	async change(changes: readonly Change[]): Promise<Array<string | undefined>> {
		return await this.write((file) =>
			changes.map(({ key, expected, next, lifeMs }) => {
				const found = this.valueAt(file, key);
				if (found !== expected) return found;
				if (next === undefined) file.remove.run(key);
				else file.put.run(key, next, Math.ceil(this.now() + lifeMs));
				return found;
			}),
		);
	}

	async takeSlot({ key, pauseKey, intervalMs }: SlotRequest): Promise<number> {
		return await this.write((file) => {
			const now = this.now();
			const next = this.numberAt(file, key);
			const ready = next > now + FARTHEST_SLOT_MS ? now : next;
			const slot = Math.max(now, ready, this.numberAt(file, pauseKey));
			file.put.run(key, String(slot + intervalMs), Math.ceil(slot + intervalMs));
			return slot - now;
		});
	}

	async pause(pauseKey: string, forMs: number): Promise<void> {
		await this.write((file) => {
			const until = this.now() + forMs;
			if (until > this.numberAt(file, pauseKey)) {
				file.put.run(pauseKey, String(until), Math.ceil(until));
			}
		});
	}

	async pausedForMs(pauseKey: string): Promise<number> {
		return await this.patiently((file) => Math.max(0, this.numberAt(file, pauseKey) - this.now()));
	}

	async close(): Promise<void> {
		this.file?.database.close();
		this.file = undefined;
	}

	private valueAt(file: SqliteFile, key: string): string | undefined {
		return file.get.get(key, this.now())?.value as string | undefined;
	}

	private numberAt(file: SqliteFile, key: string): number {
		return Number(this.valueAt(file, key) ?? 0);
	}

	/** Runs a task that writes, alone among all processes. */
	private async write<T>(task: (file: SqliteFile) => T): Promise<T> {
		return await this.patiently((file) => {
			// IMMEDIATE: a lock that is taken only at the first write could be refused half-way.
			file.database.exec('BEGIN IMMEDIATE');
			try {
				const result = task(file);
				this.writeCount++;
				if (this.writeCount % CLEAN_UP_EVERY === 0) file.cleanUp.run(this.now());
				file.database.exec('COMMIT');
				return result;
			} catch (fault) {
				rollBack(file);
				throw fault;
			}
		});
	}

	/** Opens the file if need be, and tries again while another process holds the lock. */
	private async patiently<T>(task: (file: SqliteFile) => T): Promise<T> {
		const giveUpAtMs = performance.now() + PATIENCE_MS;
		for (;;) {
			try {
				this.file ??= openFile(this.path);
				return task(this.file);
			} catch (fault) {
				if (!isBusy(fault)) {
					// Opened anew the next time: the disk, the permissions or the file may have been mended.
					await this.close().catch(() => {});
					throw explainSqlite(fault, this.path);
				}
				if (performance.now() > giveUpAtMs) throw explainSqlite(fault, this.path);
			}
			await wait(RETRY_AFTER_MS);
		}
	}
}

interface SqliteFile {
	database: Database;
	get: Statement;
	put: Statement;
	remove: Statement;
	cleanUp: Statement;
}

/** Opens the file, or makes it, for its owner alone. Throws what SQLite or the file system says. */
function openFile(path: string): SqliteFile {
	const sqlite = nodeSqlite();
	if (!sqlite) throw new LedgerError(`Node ${process.versions.node} has no SQLite`, NO_SQLITE_FIX);
	mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	// SQLite gives the files beside it the same permissions.
	closeSync(openSync(path, 'a', 0o600));
	const database = new sqlite.DatabaseSync(path);
	try {
		database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
		database.exec(SCHEMA);
		return {
			database,
			get: database.prepare('SELECT value FROM entries WHERE key = ? AND endsAtMs > ?'),
			put: database.prepare(
				'INSERT OR REPLACE INTO entries (key, value, endsAtMs) VALUES (?, ?, ?)',
			),
			remove: database.prepare('DELETE FROM entries WHERE key = ?'),
			cleanUp: database.prepare(
				`DELETE FROM entries WHERE key IN (SELECT key FROM entries WHERE endsAtMs <= ? LIMIT ${CLEAN_UP_COUNT})`,
			),
		};
	} catch (fault) {
		database.close();
		throw fault;
	}
}

const NO_SQLITE_FIX = 'Run n8n on Node 22.16 or later, or set SVARA_LEDGER to redis or memory';

function rollBack({ database }: SqliteFile): void {
	try {
		database.exec('ROLLBACK');
	} catch {
		// SQLite rolls back by itself after a full disk or a read error.
	}
}
