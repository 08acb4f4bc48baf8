/** What the output item says of an audio file. */
export interface AudioSummary {
	/** `m4a`, `mp4` (with video), `mov`, `3gp`, `aac` (ADTS), `mp3`, `ogg`, `wav`, `webm`, `flac`, … or `raw` (no header). */
	container: string;
	/** `aac`, `opus`, `vorbis`, `mp3`, `pcm`, `alac`, `flac`, `amr_nb`, … or `unknown`. */
	codec: string;
	/** Absent where the container does not say and nothing has been decoded yet. */
	durationSeconds?: number;
	sizeBytes: number;
}

/** What the file's structure says, read without decoding a sample: all that planning needs. */
export interface AudioFacts extends AudioSummary {
	fileType: FileType;
	sampleRateHz?: number;
	channels?: number;
	/** Bytes of the audio track alone, where the container counts them. */
	audioBytes?: number;
	hasVideo: boolean;
	/** Files joined end to end: times start anew, or the rate or the channels change on the way. */
	isChained?: boolean;
	/** What decoding yields before the sound starts, and the header does not count. */
	primingSeconds?: number;
	/** `lc` only when nothing hints at SBR, PS, 960-sample frames or a changing configuration. */
	aacProfile?: 'lc' | 'other';
	mp4?: Mp4Layout;
}

export interface Mp4Layout {
	/** Four characters, e.g. `M4A `. Empty for old QuickTime files without `ftyp`. */
	majorBrand: string;
	trackCount: number;
	isMoovBeforeMdat: boolean;
	isFragmented: boolean;
	/** Every box and table agrees with the others, and no stray bytes follow. */
	isWellFormed: boolean;
	/** Silence that the edit list puts before the sound: players play it, decoders leave it out. */
	leadingSilenceSeconds?: number;
}

/** How files of a container are declared to others. */
export interface FileType {
	mimeType: string;
	/** Without a dot. */
	extension: string;
}
