export type AudioErrorCode =
	| 'audio_empty'
	| 'audio_unsupported'
	| 'audio_too_long'
	| 'audio_too_large'
	| 'conversion_failed'
	| 'cancelled';

/** Why a file cannot become a voice note: `message` says what happened, `fix` what to do. */
export class AudioError extends Error {
	constructor(
		readonly code: AudioErrorCode,
		message: string,
		readonly fix: string,
		options?: ErrorOptions,
	) {
		super(message, options);
		this.name = 'AudioError';
	}
}

const seconds = (value: number): string => value.toFixed(value < 10 ? 2 : 1).replace(/\.0+$/, '');
const megabytes = (bytes: number): string =>
	`${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, '')} MB`;

/** A size that is over a limit, in words that do not round it down to the limit. */
const sizeOver = (bytes: number, limit: number): string =>
	megabytes(bytes) === megabytes(limit) ? `${bytes} bytes` : megabytes(bytes);

export const emptyFile = (): AudioError =>
	new AudioError(
		'audio_empty',
		'The audio file is empty (0 bytes)',
		'Check the step that makes or downloads the file: it delivered nothing',
	);

export const noSound = (): AudioError =>
	new AudioError(
		'audio_empty',
		'The audio file holds no sound: not a single sample could be decoded',
		'Play the file where it comes from, and record or generate it again if it is silent there too',
	);

export const tooShort = (): AudioError =>
	new AudioError(
		'audio_empty',
		'The audio file holds less than 50 ms of sound',
		'Play the file where it comes from, and record or generate it again if it is that short there too',
	);

/** @param what with its article, e.g. `an HTML page` */
export const notAudio = (what: string, fix: string): AudioError =>
	new AudioError('audio_unsupported', `The file is ${what}, not audio`, fix);

/** @param name of the format, e.g. `DSD` */
export const formatNotRead = (name: string): AudioError =>
	new AudioError(
		'audio_unsupported',
		`The file is in a format that is not read here: ${name}`,
		'Export it as MP3, M4A or WAV',
	);

/** Bytes that are nothing that is known: perhaps sound without a header. */
export class UnknownFormat extends AudioError {
	/** @param formats that are known */
	constructor(formats: readonly string[]) {
		super(
			'audio_unsupported',
			'The file is not in an audio format that is known here',
			`Send ${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}; for sound without a header, as text-to-speech services call PCM or µ-law, set the option 'Raw Audio Format' of 'Voice Note'`,
		);
	}
}

export const videoWithoutSound = (): AudioError =>
	new AudioError(
		'audio_unsupported',
		'The file is a video without sound',
		'Export it with its audio track, or send another file',
	);

export const protectedAudio = (): AudioError =>
	new AudioError(
		'audio_unsupported',
		'The audio is copy-protected (DRM)',
		'Send a file without copy protection',
	);

/** @param how the proof, e.g. `box 'mdat' ends 1200 bytes after the file does` */
export const cutOff = (how: string): AudioError =>
	new AudioError(
		'audio_unsupported',
		`The audio file is cut off: ${how}`,
		'Download or record it again until it is complete',
	);

export const damaged = (what: string, cause?: unknown): AudioError =>
	new AudioError(
		'audio_unsupported',
		`The audio file is damaged: ${what}`,
		'Export, download or record it again',
		{ cause },
	);

/** Files joined end to end: decoders stop, without a word, where the second one starts. */
export const changesCodec = (container: string, from: string, to: string): AudioError =>
	new AudioError(
		'audio_unsupported',
		`The ${container.toUpperCase()} file changes from ${from} to ${to} on the way`,
		'Send its parts one by one, or export the whole recording as one MP3 or M4A',
	);

/** @param log ffmpeg's own words, kept as the cause */
export const undecodable = (container: string, codec: string, log: string): AudioError =>
	new AudioError(
		'audio_unsupported',
		`The ${container.toUpperCase()} file (${codec}) could not be decoded`,
		'Check that it plays on a computer; if it does, export it as MP3 or M4A',
		{ cause: new Error(log) },
	);

/**
 * @param whoseLimit e.g. `Instagram voice notes may be`
 * @param durationSeconds undefined when decoding stopped at the limit
 */
export const tooLong = (
	whoseLimit: string,
	maxDurationSeconds: number,
	durationSeconds?: number,
	canTrim = true,
): AudioError => {
	const limit = `${seconds(maxDurationSeconds)} s`;
	return new AudioError(
		'audio_too_long',
		durationSeconds === undefined
			? `The audio is longer than ${limit}; ${whoseLimit} ${limit}`
			: `The audio is ${seconds(durationSeconds)} s long; ${whoseLimit} ${limit}`,
		canTrim
			? "Shorten the audio, set 'When Too Long' to 'Trim', or raise 'Max Duration'"
			: "Shorten the audio, raise 'Max Duration', or set 'Convert' to 'Auto' and 'When Too Long' to 'Trim'",
	);
};

export const inputTooLarge = (sizeBytes: number, maxBytes: number): AudioError =>
	new AudioError(
		'audio_too_large',
		`The audio file has ${sizeOver(sizeBytes, maxBytes)}; at most ${megabytes(maxBytes)} are read`,
		'Send a shorter or more strongly compressed file',
	);

export const sentTooLarge = (sizeBytes: number, maxBytes: number): AudioError =>
	new AudioError(
		'audio_too_large',
		`The audio file has ${sizeOver(sizeBytes, maxBytes)}; Meta takes at most ${megabytes(maxBytes)}`,
		"Set 'Convert' to 'Auto', or send a shorter or more strongly compressed file",
	);

/**
 * @param limit e.g. `at 32 kbit/s; Meta takes at most 25 MB`
 * @param durationSeconds undefined when only encoding has shown it
 */
const doesNotFit = (
	limit: string,
	durationSeconds: number | undefined,
	fix: string,
): AudioError => {
	const what =
		durationSeconds === undefined
			? 'The audio does'
			: `${Math.ceil(durationSeconds / 60)} minutes of audio do`;
	return new AudioError('audio_too_large', `${what} not fit ${limit}`, fix);
};

const SHORTEN = "Shorten the audio, or set 'Max Duration' and 'When Too Long' to 'Trim'";

/** @param chosenKbps undefined where the lowest bitrate there is does not suffice */
export const voiceNoteTooLarge = (
	lowestKbps: number,
	chosenKbps: number | undefined,
	maxBytes: number,
	durationSeconds?: number,
): AudioError =>
	doesNotFit(
		`at ${chosenKbps ?? lowestKbps} kbit/s; Meta takes at most ${megabytes(maxBytes)}`,
		durationSeconds,
		chosenKbps === undefined ? SHORTEN : "Lower or clear 'Bitrate', or shorten the audio",
	);

export const wavTooLarge = (maxBytes: number, durationSeconds?: number): AudioError =>
	doesNotFit(`into a WAV of ${megabytes(maxBytes)}`, durationSeconds, SHORTEN);

/** A result that is too large, where a lower bitrate may help. */
export class TooLargeAtThisBitrate extends AudioError {
	constructor({ code, message, fix }: AudioError) {
		super(code, message, fix);
	}
}

/** A result whose tables make no sense, where counting the samples anew may help. */
export class NotAVoiceNote extends AudioError {
	/** @param fault e.g. `its length is unknown` */
	constructor(fault: string) {
		super(
			'conversion_failed',
			`The converted file is not a voice note: ${fault}`,
			'Try again with another file; if no file converts, install another ffmpeg',
		);
	}
}

/** For a file that may not be changed. */
export const decodesShort = (): AudioError =>
	damaged('not all of the sound that its index lists can be decoded');

export const tookTooLong = (): AudioError =>
	new AudioError(
		'conversion_failed',
		'The audio takes longer to convert than a file of its size should',
		'Export it again as MP3 or M4A, or send it in shorter parts',
	);

export const refusedAsIs = (what: string, platformName: string, takes: string): AudioError =>
	new AudioError(
		'audio_unsupported',
		`${platformName} does not take ${what} as it is, and 'Convert' is set to 'Never'`,
		`Set 'Convert' to 'Auto', or send ${takes}`,
	);

export const conversionFailed = (what: string, fix: string, cause?: unknown): AudioError =>
	new AudioError('conversion_failed', what, fix, { cause });

export const diskFull = (): AudioError =>
	conversionFailed(
		'The disk is full',
		'Make room in the temp folder of the machine that runs n8n, then try again',
	);

/** Whether an engine, or Node, has said so: errno(3)'s ENOSPC and EDQUOT, in the words of either. */
export const saysDiskFull = (words: string): boolean =>
	/No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/.test(words);

export const cancelled = (): AudioError =>
	new AudioError(
		'cancelled',
		'The conversion was cancelled',
		'Run the workflow again to send the voice note',
	);
