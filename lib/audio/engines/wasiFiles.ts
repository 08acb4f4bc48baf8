import { fstatSync, readSync, writeSync } from 'node:fs';

import { ERRNO, type WasiFunctions } from './wasi';
import type { WasiMemory } from './wasiMemory';

const { OK, EBADF, EIO, ENOENT, ENOSPC } = ERRNO;

/** WASI's types of files. */
const CHARACTER_DEVICE = 2;
const DIRECTORY = 3;
const REGULAR_FILE = 4;

/** Each open file may do what its file on the machine can do; WASI's finer rights are not needed. */
const ALL_RIGHTS = 0xffff_ffff_ffff_ffffn;

/** The standard streams come before it, opened files after it. */
const FOLDER = 3;
const FOLDER_NAME = Buffer.from('/');
const STDERR = 2;

const FDSTAT_BYTES = 24;
const FILESTAT_BYTES = 64;

/** Read and written in place on the machine, so that a file of any size costs no memory. */
interface OpenFile {
	machineFd: number;
	position: number;
}

/** Moves bytes between memory and a file of the machine, and tells how many. */
type Access = (machineFd: number, place: Uint8Array, position: number) => number;
const read: Access = (fd, place, position) => readSync(fd, place, 0, place.length, position);
const write: Access = (fd, place, position) => writeSync(fd, place, 0, place.length, position);

/**
 * One folder with the files that are handed over, and no way to any other.
 *
 * @param files open files of the machine, by the names under which the module knows them
 * @param log gets what is written to the standard streams
 */
export function wasiFiles(
	memory: WasiMemory,
	files: Readonly<Record<string, number>>,
	log: (text: string) => void,
): WasiFunctions {
	const openFiles = new Map<number, OpenFile>();
	let nextFd = FOLDER + 1;

	const named = (path: number, length: number): number | undefined => {
		const name = memory.text(path, length);
		return Object.hasOwn(files, name) ? files[name] : undefined;
	};

	function putFilestat(at: number, machineFd: number): number {
		memory.clear(at, FILESTAT_BYTES);
		memory.setUint8(at + 16, REGULAR_FILE);
		memory.setUint64(at + 32, fstatSync(machineFd).size);
		return OK;
	}

	function transfer(
		access: Access,
		file: OpenFile | undefined,
		vectors: number,
		count: number,
		result: number,
	): number {
		if (file === undefined) return EBADF;
		let total = 0;
		try {
			for (const place of memory.places(vectors, count)) {
				const moved = access(file.machineFd, place, file.position);
				file.position += moved;
				total += moved;
				if (moved < place.length) break;
			}
		} catch (fault) {
			return (fault as NodeJS.ErrnoException).code === 'ENOSPC' ? ENOSPC : EIO;
		}
		memory.setUint32(result, total);
		return OK;
	}

	function writeLog(vectors: number, count: number, result: number): number {
		const written = Buffer.concat([...memory.places(vectors, count)]);
		log(written.toString());
		memory.setUint32(result, written.length);
		return OK;
	}

	return {
		fd_prestat_get(fd: number, prestat: number) {
			if (fd !== FOLDER) return EBADF; // which ends the list of folders
			memory.setUint32(prestat, 0); // a folder
			memory.setUint32(prestat + 4, FOLDER_NAME.length);
			return OK;
		},
		fd_prestat_dir_name(_fd: number, at: number, length: number) {
			memory.bytes(at, length).set(FOLDER_NAME);
			return OK;
		},
		path_open(
			_folder: number,
			_lookup: number,
			path: number,
			pathLength: number,
			_oflags: number,
			_rights: bigint,
			_inheritedRights: bigint,
			_fdflags: number,
			result: number,
		) {
			const machineFd = named(path, pathLength);
			if (machineFd === undefined) return ENOENT;
			openFiles.set(nextFd, { machineFd, position: 0 });
			memory.setUint32(result, nextFd);
			nextFd += 1;
			return OK;
		},
		path_filestat_get(
			_folder: number,
			_lookup: number,
			path: number,
			pathLength: number,
			stat: number,
		) {
			const machineFd = named(path, pathLength);
			return machineFd === undefined ? ENOENT : putFilestat(stat, machineFd);
		},
		fd_fdstat_get(fd: number, stat: number) {
			if (fd > FOLDER && !openFiles.has(fd)) return EBADF;
			const special = fd === FOLDER ? DIRECTORY : CHARACTER_DEVICE;
			memory.clear(stat, FDSTAT_BYTES);
			memory.setUint8(stat, fd > FOLDER ? REGULAR_FILE : special);
			memory.setUint64(stat + 8, ALL_RIGHTS);
			memory.setUint64(stat + 16, ALL_RIGHTS);
			return OK;
		},
		fd_filestat_get(fd: number, stat: number) {
			const file = openFiles.get(fd);
			return file === undefined ? EBADF : putFilestat(stat, file.machineFd);
		},
		fd_seek(fd: number, offset: bigint, whence: number, result: number) {
			const file = openFiles.get(fd);
			if (file === undefined) return EBADF;
			const from = [0, file.position, fstatSync(file.machineFd).size][whence] ?? 0;
			file.position = from + Number(offset);
			memory.setUint64(result, file.position);
			return OK;
		},
		fd_read: (fd: number, vectors: number, count: number, result: number) =>
			transfer(read, openFiles.get(fd), vectors, count, result),
		fd_write: (fd: number, vectors: number, count: number, result: number) =>
			fd <= STDERR
				? writeLog(vectors, count, result)
				: transfer(write, openFiles.get(fd), vectors, count, result),
		fd_close: (fd: number) => (openFiles.delete(fd) ? OK : EBADF),
	};
}
