import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs a task with a temporary folder that only this user can enter (mkdtemp makes it 0700), and
 * removes the folder whatever happens. A folder that cannot be removed (a virus scanner may hold a
 * file) is left to the system: it must not turn a note that was sent into one that was not.
 */
export async function withPrivateFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'svara-note-'));
	try {
		return await task(folder);
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
	}
}
