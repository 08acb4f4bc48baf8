/** The names are the package's for every kind of file; they were first given to audio. */
export type MediaErrorCode = 'audio_empty' | 'audio_unsupported' | 'audio_too_large';

/** Why a platform would not take a file: `message` says what happened, `fix` what to do. */
export class MediaError extends Error {
	constructor(
		readonly code: MediaErrorCode,
		message: string,
		readonly fix: string,
	) {
		super(message);
		this.name = 'MediaError';
	}
}
