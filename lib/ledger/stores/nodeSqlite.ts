/**
 * The part of Node's own SQLite that is used here; the types of Node 20, which this package is compiled
 * with, do not have it. https://nodejs.org/api/sqlite.html
 */
export interface Database {
	exec(sql: string): void;
	prepare(sql: string): Statement;
	close(): void;
}

export interface Statement {
	get(...parameters: SqlValue[]): Record<string, SqlValue> | undefined;
	run(...parameters: SqlValue[]): { changes: number | bigint };
}

export type SqlValue = string | number | bigint | Uint8Array | null;

type Sqlite = { DatabaseSync: new (path: string) => Database };

/**
 * Node's SQLite, or undefined before Node 22.13, where it is missing or behind a flag
 * (n8n itself asks for 22.16).
 */
export function nodeSqlite(): Sqlite | undefined {
	const { getBuiltinModule } = process as { getBuiltinModule?: (id: string) => unknown };
	return getBuiltinModule?.('node:sqlite') as Sqlite | undefined;
}
