/** Windows has no signal that a process can hear or be stopped by, and no modes of files. */
export const IS_POSIX = process.platform !== 'win32';

export const itOnPosix = IS_POSIX ? it : it.skip;

/** Root may write everywhere. */
export const OBEYS_FILE_MODES = IS_POSIX && process.getuid?.() !== 0;
