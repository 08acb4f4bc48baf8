import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** An ffmpeg binary that may be there. */
export interface Candidate {
	path: string;
	/** Who names it, for the sentence that lists what was tried. */
	from: 'SVARA_FFMPEG_PATH' | 'PATH' | 'ffmpeg-static';
	modifiedMs: number;
}

const FILE_NAME = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';

/** The ffmpeg binaries on this machine, in the order in which they should be tried. */
export async function nativeCandidates(): Promise<Candidate[]> {
	const named: Array<Pick<Candidate, 'path' | 'from'>> = [
		...fromEnvironment(),
		...fromSearchPath(),
		...fromPackage(),
	];
	const found: Candidate[] = [];
	const seen = new Set<string>();
	for (const { path, from } of named) {
		const modifiedMs = await executableSince(path);
		// A path the operator wrote down is kept even if nothing is there: the message must name it.
		if (modifiedMs === undefined && from !== 'SVARA_FFMPEG_PATH') continue;
		const file = await realpath(path).catch(() => path); // /bin is often /usr/bin
		if (seen.has(file)) continue;
		seen.add(file);
		found.push({ path, from, modifiedMs: modifiedMs ?? 0 });
	}
	return found;
}

function fromEnvironment(): Array<Pick<Candidate, 'path' | 'from'>> {
	const path = process.env.SVARA_FFMPEG_PATH;
	return path ? [{ path, from: 'SVARA_FFMPEG_PATH' }] : [];
}

/** Relative entries of PATH are left out: what they name depends on the working directory. */
function fromSearchPath(): Array<Pick<Candidate, 'path' | 'from'>> {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.filter((folder) => isAbsolute(folder))
		.map((folder) => ({ path: join(folder, FILE_NAME), from: 'PATH' }));
}

/** ffmpeg-static is optional, and its download does not run under `npm install --ignore-scripts`. */
function fromPackage(): Array<Pick<Candidate, 'path' | 'from'>> {
	try {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- may not be installed
		const path = require('ffmpeg-static') as string | null;
		return path ? [{ path, from: 'ffmpeg-static' }] : [];
	} catch {
		return [];
	}
}

/** When the file last changed, or undefined if there is no executable file. */
async function executableSince(path: string): Promise<number | undefined> {
	try {
		await access(path, constants.X_OK);
		const stats = await stat(path);
		return stats.isFile() ? stats.mtimeMs : undefined;
	} catch {
		return undefined;
	}
}
