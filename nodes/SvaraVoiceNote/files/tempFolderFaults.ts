import { tmpdir } from 'node:os';

import { SvaraError } from '../../shared/failure';

const ROOM = 'Make room on it';
const WRITABLE = "Make it a folder that n8n's user may write to";

/** What the system's error (errno(3)) says of the temp folder, and the remedy. */
const FAULTS: Readonly<Record<string, readonly [what: string, fix: string]>> = {
	ENOSPC: ['has no room: its disk is full', ROOM],
	EDQUOT: ["has no room: the disk is full as far as n8n's user may fill it", ROOM],
	EROFS: ['is on a disk that is read-only', WRITABLE],
	EACCES: ["may not be written to by n8n's user", WRITABLE],
	EPERM: ["may not be written to by n8n's user", WRITABLE],
	ENOENT: ['does not exist', WRITABLE],
	ENOTDIR: ['is not a folder', WRITABLE],
};

/** Of a folder that was there a moment ago, only these speak. */
const WHILE_WRITING = ['ENOSPC', 'EDQUOT', 'EROFS'];

/**
 * The user's error for what was thrown when the temp folder was entered.
 * @returns undefined where that is about something else
 */
export function tempFolderFault(thrown: unknown): SvaraError | undefined {
	const [what, fix] = FAULTS[codeOf(thrown)] ?? [];
	if (what === undefined) return undefined;
	return new SvaraError(
		'temporarily_unavailable',
		`The temp folder ${tmpdir()} ${what}`,
		`${fix}, or name another in the variable TMPDIR (on Windows TEMP) and restart n8n`,
	);
}

/** The same for what was thrown when a file in it was written. */
export const tempFileFault = (thrown: unknown): SvaraError | undefined =>
	WHILE_WRITING.includes(codeOf(thrown)) ? tempFolderFault(thrown) : undefined;

const codeOf = (thrown: unknown): string =>
	String((thrown as NodeJS.ErrnoException | undefined)?.code);
