import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { tempFolderFault } from './tempFolderFaults';

const PREFIX = 'svara-note-';

/** No send takes nearly as long. From then on, a folder whose owner cannot be asked counts as left behind. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/**
 * Runs a task with a temporary folder that only this user can enter (mkdtemp makes it 0700), and
 * removes the folder whatever happens. A folder that cannot be removed (a virus scanner may hold a
 * file) is left to the system: it must not turn a note that was sent into one that was not.
 *
 * Where the process is killed, nothing is removed: the first use by a later one does it.
 *
 * @throws SvaraError `temporarily_unavailable` where no folder can be made there
 */
export async function withTempFolder<T>(task: (folder: string) => Promise<T>): Promise<T> {
	await (sweep ??= sweepAbandoned().catch(() => {}));
	const prefix = join(tmpdir(), `${PREFIX}${ownerName(await thisOwner())}-`);
	const folder = await mkdtemp(prefix).catch((fault: unknown) => {
		throw tempFolderFault(fault) ?? fault;
	});
	try {
		return await task(folder);
	} finally {
		await remove(folder);
	}
}

const remove = (folder: string): Promise<void> =>
	rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});

let sweep: Promise<void> | undefined;

/**
 * The process a folder belongs to. A process id alone names nobody: ids are used again, and containers
 * that share a temp folder count them each for itself.
 */
interface Owner {
	/** Where the id counts: one start of one machine and, on Linux, one container (process namespace). */
	place: string;
	pid: number;
	/** When the process started, in ticks since the machine did; 0 where the system does not tell. */
	startTicks: number;
}

const ownerName = ({ place, pid, startTicks }: Owner): string => `${place}-${pid}-${startTicks}`;

/** The owner in a folder's name; undefined for names of other versions. */
function ownerOf(folderName: string): Owner | undefined {
	const [, place, pid, startTicks] =
		/^svara-note-([0-9a-f]{12})-(\d+)-(\d+)-/.exec(folderName) ?? [];
	if (place === undefined) return undefined;
	return { place, pid: Number(pid), startTicks: Number(startTicks) };
}

async function thisOwner(): Promise<Owner> {
	const [boot, namespace, startTicks] = await Promise.all([
		readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
		readlink('/proc/self/ns/pid').catch(() => ''),
		startOf(process.pid),
	]);
	const place = createHash('sha256').update(`${hostname()}\n${boot}\n${namespace}`).digest('hex');
	return { place: place.slice(0, 12), pid: process.pid, startTicks: startTicks ?? 0 };
}

/**
 * When a process started (proc(5), `/proc/pid/stat`, field 22), or undefined where the system does not
 * tell. A process that has ended and only waits for its parent to notice (state Z) counts as gone.
 *
 * @throws ENOENT on Linux when there is no such process
 */
async function startOf(pid: number): Promise<number | undefined> {
	if (process.platform !== 'linux') return undefined;
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	// Field 2 is the program's name in brackets and may hold anything: count from behind it.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return fields[0] === 'Z' || fields[0] === 'X' ? -1 : Number(fields[19]);
}

/** Whether the process that made a folder is gone for certain. Only asked for owners of this place. */
async function isGone({ pid, startTicks }: Owner): Promise<boolean> {
	try {
		process.kill(pid, 0); // asks, and sends nothing
		const start = await startOf(pid);
		return start !== undefined && startTicks !== 0 && start !== startTicks;
	} catch (reason) {
		return ['ESRCH', 'ENOENT'].includes(String((reason as NodeJS.ErrnoException).code));
	}
}

/**
 * Removes the folders that killed processes of this user left behind, with customers' audio in them.
 *
 * A folder of this place goes once its process is gone. A folder of another place (a container that
 * shares the temp folder, an earlier start of the machine) may belong to somebody alive who cannot be
 * asked: it goes when nothing was written to it for a day. Links and other users' folders stay.
 */
async function sweepAbandoned(): Promise<void> {
	const { place } = await thisOwner();
	for (const name of await readdir(tmpdir())) {
		if (!name.startsWith(PREFIX)) continue;
		const folder = join(tmpdir(), name);
		const stats = await lstat(folder).catch(() => undefined);
		if (!stats?.isDirectory() || stats.uid !== (process.getuid?.() ?? stats.uid)) continue;
		const owner = ownerOf(name);
		const isAbandoned =
			owner?.place === place ? await isGone(owner) : Date.now() - stats.mtimeMs > ABANDONED_MS;
		if (isAbandoned) await remove(folder);
	}
}
