import { LedgerError } from './store';

/** SQLite's result codes: https://www.sqlite.org/rescode.html. The low byte is the kind. */
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

const codeOf = (fault: unknown): number =>
	Number((fault as { errcode?: unknown } | undefined)?.errcode ?? 0) & 0xff;

/** Whether another process was writing at the moment. */
export const isBusy = (fault: unknown): boolean => [BUSY, LOCKED].includes(codeOf(fault));

const WRITABLE: readonly [what: string, fix: string] = [
	'cannot be written',
	"Give n8n's user write access to that folder and the files in it",
];

const DAMAGED: readonly [what: string, fix: string] = [
	'is damaged',
	'Stop n8n, move the file and the ones beside it (-wal, -shm) away, and start n8n again: what was sent before is then not known any more',
];

/** What happened to the file, and what to do. */
const SQLITE_ERRORS: Readonly<Record<number | string, readonly [what: string, fix: string]>> = {
	[BUSY]: ['is locked by another process', 'Find the process that holds it open, and end it'],
	[LOCKED]: ['is locked by another process', 'Find the process that holds it open, and end it'],
	[READ_ONLY]: WRITABLE,
	[CANNOT_OPEN]: WRITABLE,
	EACCES: WRITABLE,
	EPERM: WRITABLE,
	EROFS: WRITABLE,
	[CORRUPT]: DAMAGED,
	[NOT_A_DATABASE]: DAMAGED,
	[FULL]: ['has no room: the disk is full', 'Free some space on that disk'],
	ENOSPC: ['has no room: the disk is full', 'Free some space on that disk'],
	[IO_ERROR]: ['could not be read or written', "Check that folder's disk"],
};

/** Puts a fault of SQLite or of the file system into a sentence and its fix. */
export function explainSqlite(fault: unknown, path: string): LedgerError {
	if (fault instanceof LedgerError) return fault;
	const { code, message } = fault as { code?: string; message?: string };
	const [what, fix] = SQLITE_ERRORS[codeOf(fault)] ??
		SQLITE_ERRORS[code ?? ''] ?? [
			`could not be used (${message ?? String(fault)})`,
			'Check that file',
		];
	return new LedgerError(`The ledger ${path} ${what}`, fix, { cause: fault });
}
