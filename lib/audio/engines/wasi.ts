/** The parts of WASI's first preview: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md */

/** By the names that C gives them. */
export const ERRNO = { OK: 0, EBADF: 8, EIO: 29, ENOENT: 44, ENOSPC: 51, ENOSYS: 52 } as const;

/** What a module imports, by name. Each function returns an {@link ERRNO}. */
export type WasiFunctions = Record<string, (...args: never[]) => number>;
