import { MAX_ATTACHMENT_BYTES } from '../sizes';

/** The package's own limit for what it reads. */
export const MAX_INPUT_BYTES = 4 * MAX_ATTACHMENT_BYTES;

/** AAC frames round a clip up: a 60 s clip of 1024-sample frames may read 60.04 s. */
export const DURATION_TOLERANCE_SECONDS = 0.1;

/** Less than this is a click, or what is left of a recording that never started. */
export const SHORTEST_SECONDS = 0.05;

/** Decode this far past the limit: enough to see that a file is too long, and no further. */
export const READ_PAST_LIMIT_SECONDS = 1;

/** 3 % of 25 MB for a minute, and transparent for speech with FFmpeg's fast coder. */
export const DEFAULT_BITRATE_KBPS = 96;

/** Below this, FFmpeg's AAC-LC makes speech hard to follow. */
export const LOWEST_BITRATE_KBPS = 32;

/** The fast coder spends up to 8 % over its nominal rate; the MP4 tables take another 2 to 4 %. */
const BITRATE_HEADROOM = 0.88;

/** The longest sound that fits so many bytes at a bitrate, in seconds. */
export const longestSeconds = (bitrateKbps: number, maxBytes: number): number =>
	(maxBytes * 8 * BITRATE_HEADROOM) / (bitrateKbps * 1000);

/**
 * Ten minutes of at most 14 kbit/s (AMR, Opus at its lowest) are a recording of a telephone's quality:
 * 96 kbit/s would add nothing, and take more than twice the time that a small file has.
 */
const LONG_SECONDS = 600;
const TELEPHONE_KBPS = 14;

/** The bitrate at which a sound of this length fits, between the lowest and the default one. */
export const fittingBitrateKbps = (durationSeconds: number, sizeBytes: number): number => {
	const sourceKbps = (sizeBytes * 8) / (durationSeconds * 1000);
	if (durationSeconds > LONG_SECONDS && sourceKbps <= TELEPHONE_KBPS) return LOWEST_BITRATE_KBPS;
	const fitting = (MAX_ATTACHMENT_BYTES * 8 * BITRATE_HEADROOM) / (durationSeconds * 1000);
	return Math.max(LOWEST_BITRATE_KBPS, Math.min(DEFAULT_BITRATE_KBPS, Math.floor(fitting)));
};

/**
 * What is sent as it came is decoded once to find damage: 60 ms for a note of 15 s. Above this size (seven
 * minutes at 96 kbit/s) that would take seconds, and an engine's 50 MB, for what was only to be passed on.
 */
export const MAX_DECODED_TO_CHECK_BYTES = 5 * 1024 * 1024;

/** A decoded sound this much shorter than its header says has lost its end. */
export const isClearlyShorter = (decodedSeconds: number, promisedSeconds: number): boolean =>
	promisedSeconds - decodedSeconds > Math.max(0.5, promisedSeconds * 0.02);

/** Files below this size are done within `SMALL_FILE_SECONDS`, whatever they claim. */
const SMALL_FILE_BYTES = 1024 * 1024;
const SMALL_FILE_SECONDS = 10;

/** What a larger file gets for each further megabyte: five times what the sound in one MB of 5 kbit/s takes. */
const SECONDS_PER_FURTHER_MB = 30;
const LONGEST_RUN_SECONDS = 600;

/**
 * How long engines may work on one file, in milliseconds: all runs together, without the waiting for a
 * free worker. A file can claim any length, and a damaged one can keep a decoder busy for ever; its
 * size cannot be made up. So the time is the least of
 *
 * - 15 s and twice the length of the sound: the slowest machine is ten times faster than that,
 * - 10 s, and 30 s more for each megabyte above the first,
 * - ten minutes.
 *
 * @param sizeBytes of the input
 * @param soundSeconds what its header says, or the limit up to which it is read
 */
export function engineTimeoutMs(sizeBytes: number, soundSeconds: number): number {
	const furtherMegabytes = Math.max(0, sizeBytes / SMALL_FILE_BYTES - 1);
	const byBytes = SMALL_FILE_SECONDS + SECONDS_PER_FURTHER_MB * furtherMegabytes;
	return Math.round(Math.min(15 + 2 * soundSeconds, byBytes, LONGEST_RUN_SECONDS) * 1000);
}
