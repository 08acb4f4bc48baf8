import { fstatSync, readSync, writeSync } from 'node:fs';

/** The part of Emscripten's file system that is used here: https://emscripten.org/docs/api_reference/Filesystem-API.html */
export interface VirtualFiles {
	writeFile(path: string, data: Uint8Array): void;
	lookupPath(path: string): { node: FileNode };
	ErrnoError: new (errno: number) => Error;
}

interface FileNode {
	/** The file's size, for `stat` and for seeking from its end. */
	usedBytes: number;
	stream_ops: {
		read(stream: object, heap: Int8Array, at: number, length: number, position: number): number;
		write(stream: object, heap: Int8Array, at: number, length: number, position: number): number;
	};
}

/** The numbers WebAssembly's system interface gives them: https://github.com/WebAssembly/WASI, `errno`. */
const ERRNO: Readonly<Record<string, number>> = { EIO: 29, ENOSPC: 51 };

/**
 * Puts an open file of the machine into the file system that FFmpeg sees. It is read and written in place:
 * a file of 25 MB costs no memory.
 *
 * @param fd of the file, open for reading or for both
 */
export function mountFile(files: VirtualFiles, name: string, fd: number): void {
	files.writeFile(name, new Uint8Array());
	const { node } = files.lookupPath(name);
	node.usedBytes = fstatSync(fd).size;
	const orErrno = (access: () => number): number => {
		try {
			return access();
		} catch (fault) {
			const { code = '' } = fault as NodeJS.ErrnoException;
			throw new files.ErrnoError(ERRNO[code] ?? ERRNO.EIO ?? 0);
		}
	};
	node.stream_ops = {
		...node.stream_ops,
		read: (_stream, heap, at, length, position) =>
			orErrno(() => readSync(fd, heap, at, length, position)),
		write: (_stream, heap, at, length, position) =>
			orErrno(() => {
				const written = writeSync(fd, heap, at, length, position);
				node.usedBytes = Math.max(node.usedBytes, position + written);
				return written;
			}),
	};
}
