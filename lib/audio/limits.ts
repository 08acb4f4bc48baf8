/** 25 MB, Meta's limit for one attachment: counted as 25 · 1024² bytes of what is sent. */
export const MAX_SENT_BYTES = 25 * 1024 * 1024;

/** The package's own limit for what it reads: four times what can be sent. */
export const MAX_INPUT_BYTES = 100 * 1024 * 1024;

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

/** The longest sound that fits what may be sent at a bitrate, in seconds. */
export const longestSeconds = (bitrateKbps: number): number =>
	(MAX_SENT_BYTES * 8 * BITRATE_HEADROOM) / (bitrateKbps * 1000);

/** The bitrate at which a sound of this length fits, between the lowest and the default one. */
export const fittingBitrateKbps = (durationSeconds: number): number => {
	const fitting = (MAX_SENT_BYTES * 8 * BITRATE_HEADROOM) / (durationSeconds * 1000);
	return Math.max(LOWEST_BITRATE_KBPS, Math.min(DEFAULT_BITRATE_KBPS, Math.floor(fitting)));
};

/** A decoded sound this much shorter than its header says has lost its end. */
export const isClearlyShorter = (decodedSeconds: number, promisedSeconds: number): boolean =>
	promisedSeconds - decodedSeconds > Math.max(0.5, promisedSeconds * 0.02);

/** How long an engine may work on so much sound before it is killed, in milliseconds. */
export const engineTimeoutMs = (soundSeconds: number): number =>
	Math.min(15 + 2 * soundSeconds, 600) * 1000;
